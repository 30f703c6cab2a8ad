package dev.hourglass.cli;

import dev.hourglass.models.Autoencoder;
import dev.hourglass.models.AutoencoderProgram;
import dev.hourglass.plan.PlanException;
import dev.hourglass.plan.Program;
import dev.hourglass.spi.Backend;
import dev.hourglass.spi.DeviceInfo;
import java.util.function.IntFunction;

/** How many rows at once a device has memory for. */
final class LargestBatch {
    /** A model is measured on so many pixels at once while the session that trained it is still open. */
    private static final int MEASURED_PIXELS = 128 * 28 * 28;
    private static final int MEASURED_ROWS = 128;
    /** The model and, beside it, a baseline of the same size at most. */
    private static final int MEASURED_MODELS = 2;

    /**
     * The memory of a device.
     *
     * @param beside bytes that other sessions take at the same time
     */
    record Room(Backend backend, long beside) {

        /** For training: the model is measured before what trained it is closed. */
        static Room training(Autoencoder model, Backend backend) {
            var row = model.row();
            int pixels = row.elements() / row.extent(row.rank() - 1);
            int rows = Math.clamp(MEASURED_PIXELS / pixels, 1, MEASURED_ROWS);
            try {
                return new Room(backend,
                        MEASURED_MODELS * backend.bytes(AutoencoderProgram.inference(model, rows)));
            } catch (PlanException _) {
                // There is no such model, as training is about to say.
                return new Room(backend, 0);
            }
        }

        /** With the memory that is left now. */
        private DeviceInfo device() {
            return backend.device().withMemory(backend.available());
        }

        private long taken(Program program) {
            return backend.bytes(program) + beside;
        }
    }

    private LargestBatch() {
    }

    /**
     * The program of a batch that the device has the memory for.
     *
     * @throws WrongOption when it has not, with the largest batch it has the memory for
     */
    static Program fitting(IntFunction<Program> programOfBatch, int batch, Room room) {
        if (fits(programOfBatch, batch, room)) {
            return programOfBatch.apply(batch);
        }
        int most = of(programOfBatch, room);
        DeviceInfo device = room.device();
        if (most >= batch) {
            // Its size is not what is wrong with it.
            return programOfBatch.apply(batch);
        }
        throw new WrongOption(
                "--batch " + batch + ": " + needs(programOfBatch, batch, room) + " more memory than the "
                        + Words.bytes(device.memory()) + " that " + device.backend() + " has on "
                        + device.device() + "; "
                        + (most == 0 ? "not even a batch of 1 fits: take a smaller model or smaller images"
                                : "the largest batch that fits is " + most));
    }

    private static String needs(IntFunction<Program> programOfBatch, int batch, Room room) {
        try {
            return "training takes " + Words.bytes(room.taken(programOfBatch.apply(batch))) + ",";
        } catch (PlanException _) {
            return "training takes";
        }
    }

    /** In words, with the device. */
    static String words(IntFunction<Program> programOfBatch, Room room) {
        int most = of(programOfBatch, room);
        DeviceInfo device = room.device();
        String memory = Words.bytes(device.memory()) + " that " + device.backend() + " has on "
                + device.device();
        return most == 0 ? "Not even one image fits into the " + memory
                : "Largest batch " + Words.count(most) + " in the " + memory;
    }

    /**
     * The largest batch whose session takes no more memory than there is; 0 when a single row does not fit.
     */
    static int of(IntFunction<Program> programOfBatch, Room room) {
        int fits = 0;
        int tooMuch = 1;
        while (fits(programOfBatch, tooMuch, room)) {
            fits = tooMuch;
            if (tooMuch > Integer.MAX_VALUE / 2) {
                return fits;
            }
            tooMuch *= 2;
        }
        while (tooMuch - fits > 1) {
            int middle = fits + (tooMuch - fits) / 2;
            if (fits(programOfBatch, middle, room)) {
                fits = middle;
            } else {
                tooMuch = middle;
            }
        }
        return fits;
    }

    /** A slot of more elements than an index can count does not fit either. */
    private static boolean fits(IntFunction<Program> programOfBatch, int batch, Room room) {
        try {
            var program = programOfBatch.apply(batch);
            long memory = room.device().memory();
            return program.plan().bytes() <= memory && room.taken(program) <= memory;
        } catch (PlanException _) {
            return false;
        }
    }
}
