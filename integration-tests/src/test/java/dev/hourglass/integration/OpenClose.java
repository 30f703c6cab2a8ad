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
import dev.hourglass.testing.Footprint;

/** Opens and closes a backend a thousand times; the exit status is 1 when something is left. */
final class OpenClose {
    private static final int CYCLES = 1000;
    /** Libraries are loaded and the JIT compiles in the first ones. */
    private static final int FIRST = 500;
    private static final Shape ROW = Shape.of(8, 8, 1);
    private static final int BATCH = 4;
    /** Of a session of this program that is never freed would be left 500 times its 200 KB or more. */
    private static final long GROWTH = 32L << 20;

    private static final int LOOKS = 20;
    private static final int PAUSE_MILLIS = 100;

    private OpenClose() {
    }

    public static void main(String[] arguments) throws InterruptedException {
        String backend = arguments[0];
        var model = Tutorial.compression(ROW, 4);
        cycles(backend, model, FIRST);
        var before = Footprint.now();
        cycles(backend, model, CYCLES - FIRST);
        var after = settled(before.threads());
        System.out.println(
                backend + ": after " + FIRST + " cycles " + before + "; after " + CYCLES + " " + after);
        boolean clean = after.resident() - before.resident() < GROWTH && after.handles() <= before.handles()
                && after.threads() <= before.threads();
        System.exit(clean ? 0 : 1);
    }

    /** The system takes a moment to end a thread that Java has waited for. */
    private static Footprint settled(int threads) throws InterruptedException {
        var now = Footprint.now();
        for (int i = 0; i < LOOKS && now.threads() > threads; i++) {
            Thread.sleep(PAUSE_MILLIS);
            now = Footprint.now();
        }
        return now;
    }

    private static void cycles(String backend, Autoencoder model, int count) {
        for (int i = 0; i < count; i++) {
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
}
