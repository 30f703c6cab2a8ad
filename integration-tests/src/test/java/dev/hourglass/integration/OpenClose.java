package dev.hourglass.integration;

import dev.hourglass.models.Autoencoder;
import dev.hourglass.models.AutoencoderProgram;
import dev.hourglass.models.Objective;
import dev.hourglass.models.Tutorial;
import dev.hourglass.plan.Ports;
import dev.hourglass.plan.Routine;
import dev.hourglass.plan.Shape;
import dev.hourglass.spi.Backends;
import dev.hourglass.spi.Options;
import dev.hourglass.spi.Session;
import dev.hourglass.testing.Cycles;

/** Opens and closes a backend a thousand times; the exit status is 1 when something is left. */
final class OpenClose {
    private static final Shape ROW = Shape.of(8, 8, 1);
    private static final int BATCH = 4;

    private OpenClose() {
    }

    public static void main(String[] arguments) throws InterruptedException {
        String backend = arguments[0];
        var model = Tutorial.compression(ROW, 4);
        System.exit(Cycles.leaveNothing(backend, () -> cycle(backend, model)) ? 0 : 1);
    }

    /** The session takes 200 KB or more. */
    private static void cycle(String backend, Autoencoder model) {
        try (var choice = Backends.open(backend + "!", Options.standard())) {
            var program = AutoencoderProgram.training(model, Objective.reconstruction(), BATCH, 1);
            try (var session = Session.open(program, choice.backend())) {
                session.initialise(1);
                session.write(program.port(Ports.INPUT), new float[BATCH * ROW.elements()]);
                session.run(Routine.TRAIN_STEP);
                session.await();
            }
        }
    }
}
