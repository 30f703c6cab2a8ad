package dev.hourglass.cuda;

import dev.hourglass.models.AutoencoderProgram;
import dev.hourglass.models.Corruption;
import dev.hourglass.models.Objective;
import dev.hourglass.models.Tutorial;
import dev.hourglass.plan.Ports;
import dev.hourglass.plan.Program;
import dev.hourglass.plan.Routine;
import dev.hourglass.plan.Shape;
import dev.hourglass.random.Philox;
import dev.hourglass.plan.RandomOp.Distribution;
import dev.hourglass.spi.Backend;
import dev.hourglass.spi.Session;

/** The tutorial's denoiser over random images, to have something real to run. */
final class Digits {
    private static final Shape ROW = Shape.of(28, 28, 1);

    private Digits() {
    }

    static Program denoiser(int batch) {
        return AutoencoderProgram.training(Tutorial.denoising(ROW),
                Objective.denoising(new Corruption.Gaussian(0.4f)), batch, 1);
    }

    static Program compressor(int batch) {
        return AutoencoderProgram.training(Tutorial.compression(ROW, 20), Objective.reconstruction(), batch,
                1);
    }

    /** A session ready for its first step. */
    static Session open(Program program, Backend backend, int batch) {
        var session = Session.open(program, backend);
        session.initialise(3);
        float[] images = new float[batch * ROW.elements()];
        new Philox(5, 1).fill(new Distribution.Uniform(), 0, images, 0, images.length);
        session.write(program.port(Ports.INPUT), images);
        float[] weights = new float[batch];
        for (int i = 0; i < batch; i++) {
            weights[i] = 1f / (1 + i % 3);
        }
        session.write(program.port(Ports.WEIGHTS), weights);
        session.write(program.port(Ports.RATE), 1e-3f);
        session.write(program.port(Ports.GRADIENT_SCALE), 1f);
        return session;
    }

    /** The loss of each of some steps, and then the values of all parameters. */
    static float[] train(Program program, Backend backend, int batch, int steps) {
        try (var session = open(program, backend, batch)) {
            int elements = program.parameters().stream().mapToInt(each -> each.slot().elements()).sum();
            float[] results = new float[steps + elements];
            int at = 0;
            for (int step = 0; step < steps; step++) {
                session.write(program.port(Ports.TRAIN_LOSS), 0f, 0f);
                session.run(Routine.TRAIN_STEP);
                results[at++] = session.read(program.port(Ports.TRAIN_LOSS))[0];
            }
            for (var each : program.parameters()) {
                float[] values = session.read(each.slot());
                System.arraycopy(values, 0, results, at, values.length);
                at += values.length;
            }
            return results;
        }
    }
}
