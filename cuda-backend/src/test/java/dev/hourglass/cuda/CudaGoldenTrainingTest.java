package dev.hourglass.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hourglass.models.Autoencoder;
import dev.hourglass.models.AutoencoderProgram;
import dev.hourglass.models.Corruption;
import dev.hourglass.models.Objective;
import dev.hourglass.models.Tutorial;
import dev.hourglass.optim.Clipping;
import dev.hourglass.optim.Optimizer;
import dev.hourglass.plan.Criterion;
import dev.hourglass.plan.Ports;
import dev.hourglass.plan.Routine;
import dev.hourglass.plan.Shape;
import dev.hourglass.spi.Options;
import dev.hourglass.spi.Options.Arithmetic;
import dev.hourglass.spi.Session;
import dev.hourglass.testing.GoldenFile;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Ten training steps of both tutorial models, against PyTorch's losses and weights. */
@ExtendWith(NothingLeft.class)
class CudaGoldenTrainingTest {
    private static final Path FILES = Path
            .of(System.getProperty("hourglass.golden", "../integration-tests/src/test/golden"));
    private static final Shape ROW = Shape.of(28, 28, 1);
    private static final int BATCH = 16;
    private static final int STEPS = 10;
    /** As in GoldenTrainingIT: PyTorch's own float32 stays within 2e-7. */
    private static final Bounds STRICT = new Bounds(2e-5, 1e-4, 5e-6);
    /** Numbers of 8 bits: each is off by 4e-3 at most, and many of them by less where they are summed. */
    private static final Bounds MIXED = new Bounds(5e-3, 3e-2, 5e-3);

    /** How far off, of itself, the loss, the norm of the gradient and those of the weights may be. */
    private record Bounds(double loss, double norm, double weights) {
        static Bounds of(Arithmetic arithmetic) {
            return arithmetic == Arithmetic.MIXED ? MIXED : STRICT;
        }
    }

    @ParameterizedTest
    @EnumSource(value = Arithmetic.class, names = {"STRICT", "MIXED"})
    void compression(Arithmetic arithmetic) {
        check(GoldenFile.read(FILES.resolve("compression.npz")), Tutorial.compression(ROW, 20), "input",
                "input", arithmetic);
    }

    @ParameterizedTest
    @EnumSource(value = Arithmetic.class, names = {"STRICT", "MIXED"})
    void denoising(Arithmetic arithmetic) {
        check(GoldenFile.read(FILES.resolve("denoising.npz")), Tutorial.denoising(ROW), "noisy", "clean",
                arithmetic);
    }

    private static void check(GoldenFile golden, Autoencoder model, String input, String target,
            Arithmetic arithmetic) {
        var bounds = Bounds.of(arithmetic);
        String run = "run/mse-adam";
        float rate = 1e-3f;
        var objective = new Objective(new Criterion.MeanSquaredError(), new Corruption.Paired(),
                Optimizer.Adam.of(rate), new Clipping.None());
        var program = AutoencoderProgram.training(model, objective, BATCH, 1);
        try (var backend = new CudaProvider().open(Options.standard().withArithmetic(arithmetic));
                var session = Session.open(program, backend)) {
            for (int i = 0; i < program.parameters().size(); i++) {
                session.write(program.parameters().get(i).slot(), golden.floats("param/" + i));
            }
            float[] ones = new float[BATCH];
            Arrays.fill(ones, 1);
            session.write(program.port(Ports.WEIGHTS), ones);
            session.write(program.port(Ports.RATE), rate);
            session.write(program.port(Ports.GRADIENT_SCALE), 1f);
            float[] losses = golden.floats(run + "/loss");
            float[] norms = golden.floats(run + "/gradientNorms");
            for (int step = 0; step < STEPS; step++) {
                session.write(program.port(Ports.TARGET), batch(golden.floats(target), step));
                session.write(program.port(Ports.INPUT), batch(golden.floats(input), step));
                session.write(program.port(Ports.TRAIN_LOSS), 0f, 0f);
                session.run(Routine.TRAIN_STEP);
                float[] totals = session.read(program.port(Ports.TRAIN_LOSS));
                assertEquals(losses[step], (double) totals[0] / totals[1], bounds.loss * losses[step],
                        "loss at step " + step);
                assertEquals(norms[step], session.read(program.port(Ports.GRADIENT_NORM))[0],
                        bounds.norm * norms[step], "norm of the gradient at step " + step);
            }
            float[] finals = golden.floats(run + "/finalL2");
            for (int i = 0; i < finals.length; i++) {
                var parameter = program.parameters().get(i);
                assertEquals(finals[i], norm(session.read(parameter.slot())), bounds.weights * finals[i],
                        "norm of " + parameter.name() + " after " + STEPS + " steps");
            }
        }
    }

    private static float[] batch(float[] rows, int step) {
        int size = rows.length / STEPS;
        return Arrays.copyOfRange(rows, step * size, (step + 1) * size);
    }

    private static double norm(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += (double) value * value;
        }
        return Math.sqrt(sum);
    }
}
