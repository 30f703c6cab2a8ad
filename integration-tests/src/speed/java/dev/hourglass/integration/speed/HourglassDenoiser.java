package dev.hourglass.integration.speed;

import dev.hourglass.integration.GoldenRun;
import dev.hourglass.models.Corruption;
import dev.hourglass.models.Objective;
import dev.hourglass.optim.Optimizer;
import dev.hourglass.plan.Criterion;
import dev.hourglass.spi.Backends;
import dev.hourglass.spi.Options;

/**
 * The denoiser on one of the project's backends. A step includes handing over its batch and reading its loss.
 */
final class HourglassDenoiser implements Contestant {
    private static final int BATCHES = 10;

    private final Task task;
    private final Backends.Choice choice;
    private final GoldenRun run;
    private final float[][] noisy = new float[BATCHES][];
    private final float[][] clean = new float[BATCHES][];
    private int steps;
    private double loss = Double.NaN;

    HourglassDenoiser(Task task, TaskData data, String backend) {
        this.task = task;
        choice = Backends.open(backend, Options.standard().withThreads(task.threads()));
        run = GoldenRun.denoising(data.golden(), objective(task), task.batch(), choice.backend());
        for (int step = 0; step < BATCHES; step++) {
            noisy[step] = data.noisy(step);
            clean[step] = data.clean(step);
        }
    }

    private static Objective objective(Task task) {
        var corruption = switch (task.noise()) {
            case GIVEN -> new Corruption.Paired();
            case DRAWN -> new Corruption.Gaussian(Task.DEVIATION);
        };
        var criterion = switch (task.criterion()) {
            case BCE -> new Criterion.BinaryCrossEntropy();
            case MSE -> new Criterion.MeanSquaredError();
        };
        return Objective.denoising(corruption).withCriterion(criterion)
                .withOptimizer(Optimizer.Adam.of(Task.LEARNING_RATE));
    }

    @Override
    public String name() {
        return "hourglass " + run.backend();
    }

    @Override
    public void step() {
        switch (task.noise()) {
            case GIVEN -> run.step(noisy[steps % BATCHES], clean[steps % BATCHES]);
            case DRAWN -> run.step(clean[steps % BATCHES]);
        }
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
