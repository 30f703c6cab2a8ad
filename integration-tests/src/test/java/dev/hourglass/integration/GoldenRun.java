package dev.hourglass.integration;

import dev.hourglass.models.Autoencoder;
import dev.hourglass.models.AutoencoderProgram;
import dev.hourglass.models.Corruption;
import dev.hourglass.models.Objective;
import dev.hourglass.models.Tutorial;
import dev.hourglass.optim.Clipping;
import dev.hourglass.optim.Optimizer;
import dev.hourglass.plan.Criterion;
import dev.hourglass.plan.Parameter;
import dev.hourglass.plan.Ports;
import dev.hourglass.plan.Routine;
import dev.hourglass.plan.Shape;
import dev.hourglass.plan.Slot;
import dev.hourglass.spi.Backend;
import dev.hourglass.spi.Session;
import dev.hourglass.testing.GoldenFile;
import java.util.Arrays;
import java.util.List;

/** A model at work on a backend, started from the weights of a golden file, one step at a time. */
public final class GoldenRun implements AutoCloseable {
    private static final Shape ROW = Shape.of(28, 28, 1);

    private final Session session;

    private GoldenRun(Session session) {
        this.session = session;
    }

    public static GoldenRun compression(GoldenFile golden, String run, int batch, Backend backend) {
        return open(golden, Tutorial.compression(ROW, 20), objective(run), batch, backend);
    }

    public static GoldenRun denoising(GoldenFile golden, String run, int batch, Backend backend) {
        return open(golden, Tutorial.denoising(ROW), objective(run), batch, backend);
    }

    private static GoldenRun open(GoldenFile golden, Autoencoder model, Objective objective, int batch,
            Backend backend) {
        var program = AutoencoderProgram.training(model, objective, batch, 1);
        var session = Session.open(program, backend);
        for (int i = 0; i < program.parameters().size(); i++) {
            Slot slot = program.parameters().get(i).slot();
            if (!slot.shape().equals(golden.shape("param/" + i))) {
                throw new IllegalStateException("parameter " + i + " is " + slot + ", the golden file has "
                        + golden.shape("param/" + i));
            }
            session.write(slot, golden.floats("param/" + i));
        }
        var ones = new float[batch];
        Arrays.fill(ones, 1);
        session.write(program.port(Ports.WEIGHTS), ones);
        session.write(program.port(Ports.RATE), objective.optimizer().rate());
        session.write(program.port(Ports.GRADIENT_SCALE), 1f);
        return new GoldenRun(session);
    }

    /** The settings behind a run's name; {@code src/test/golden/README.md} lists them. */
    private static Objective objective(String run) {
        var criterion = run.startsWith("bce") ? new Criterion.BinaryCrossEntropy()
                : new Criterion.MeanSquaredError();
        Optimizer optimizer = switch (run.replaceFirst("^[a-z]+-", "")) {
            case "adam", "adam-clip" -> Optimizer.Adam.of(1e-3f);
            case "adamw" -> Optimizer.Adam.withDecay(1e-3f, 0.01f);
            case "adamw-strong" -> Optimizer.Adam.withDecay(1e-3f, 10);
            case "sgd", "sgd-clip" -> Optimizer.Sgd.of(5, 0.9f);
            default -> throw new IllegalArgumentException("golden run " + run + " has no known settings");
        };
        Clipping clipping = switch (run) {
            case "mse-adam-clip" -> new Clipping.Norm(0.02f);
            case "mse-sgd-clip" -> new Clipping.Norm(0.006f);
            default -> new Clipping.None();
        };
        return new Objective(criterion, new Corruption.Paired(), optimizer, clipping);
    }

    /** One training step on pairs. */
    public void step(float[] input, float[] target) {
        session.write(session.program().port(Ports.TARGET), target);
        step(input);
    }

    private void step(float[] input) {
        session.write(session.program().port(Ports.INPUT), input);
        session.write(session.program().port(Ports.TRAIN_LOSS), 0f, 0f);
        session.run(Routine.TRAIN_STEP);
    }

    /** The loss of the last step, before its update. Waits for it. */
    public double loss() {
        float[] totals = session.read(session.program().port(Ports.TRAIN_LOSS));
        return (double) totals[0] / totals[1];
    }

    public double gradientNorm() {
        return session.read(session.program().port(Ports.GRADIENT_NORM))[0];
    }

    public List<Parameter> parameters() {
        return session.program().parameters();
    }

    float[] values(Parameter parameter) {
        return session.read(parameter.slot());
    }

    float[] gradient(Parameter parameter) {
        Slot slot = session.program().slots().stream()
                .filter(each -> each.name().equals("∂" + parameter.name()))
                .findFirst().orElseThrow();
        return session.read(slot);
    }

    /** What runs it, such as {@code nd4j}. */
    public String backend() {
        return session.device().backend();
    }

    @Override
    public void close() {
        session.close();
    }
}
