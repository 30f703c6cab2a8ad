package dev.hourglass.integration.speed;

import dev.hourglass.integration.GoldenRun;
import dev.hourglass.spi.Backends;
import dev.hourglass.spi.Options;

/**
 * The denoiser on one of the project's backends. A step includes handing over its batch and reading its loss.
 */
final class HourglassDenoiser implements Contestant {
    private static final int BATCHES = 10;

    private final Backends.Choice choice;
    private final GoldenRun run;
    private final float[][] noisy = new float[BATCHES][];
    private final float[][] clean = new float[BATCHES][];
    private int steps;
    private double loss = Double.NaN;

    HourglassDenoiser(Task task, TaskData data, String backend) {
        choice = Backends.open(backend, Options.standard().withThreads(task.threads()));
        String name = task.criterion() == Task.Criterion.BCE ? "bce-adam" : "mse-adam";
        run = GoldenRun.denoising(data.golden(), name, task.batch(), choice.backend());
        for (int step = 0; step < BATCHES; step++) {
            noisy[step] = data.noisy(step);
            clean[step] = data.clean(step);
        }
    }

    @Override
    public String name() {
        return "hourglass " + run.backend();
    }

    @Override
    public void step() {
        run.step(noisy[steps % BATCHES], clean[steps % BATCHES]);
        loss = run.loss();
        steps++;
    }

    @Override
    public double loss() {
        return loss;
    }

    @Override
    public void close() {
        run.close();
        choice.close();
    }
}
