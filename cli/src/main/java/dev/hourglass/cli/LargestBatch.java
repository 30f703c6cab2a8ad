package dev.hourglass.cli;

import dev.hourglass.plan.PlanException;
import dev.hourglass.plan.Program;
import dev.hourglass.spi.DeviceInfo;
import java.util.function.IntFunction;

/** How many rows at once a device has memory for. */
final class LargestBatch {
    private LargestBatch() {
    }

    /**
     * The program of a batch that the device has the memory for.
     *
     * @throws WrongOption when it has not, with the largest batch it has the memory for
     */
    static Program fitting(IntFunction<Program> programOfBatch, int batch, DeviceInfo device) {
        if (fits(programOfBatch, batch, device.memory())) {
            return programOfBatch.apply(batch);
        }
        int most = of(programOfBatch, device.memory());
        if (most >= batch) {
            // Its size is not what is wrong with it.
            return programOfBatch.apply(batch);
        }
        throw new WrongOption(
                "--batch " + batch + ": " + needs(programOfBatch, batch) + " more memory than the "
                        + Words.bytes(device.memory()) + " that " + device.backend() + " has on "
                        + device.device() + "; "
                        + (most == 0 ? "not even a batch of 1 fits: take a smaller model or smaller images"
                                : "the largest batch that fits is " + most));
    }

    private static String needs(IntFunction<Program> programOfBatch, int batch) {
        try {
            return "training takes " + Words.bytes(programOfBatch.apply(batch).plan().bytes()) + ",";
        } catch (PlanException _) {
            return "training takes";
        }
    }

    /** In words, with the device. */
    static String words(IntFunction<Program> programOfBatch, DeviceInfo device) {
        int most = of(programOfBatch, device.memory());
        String memory = Words.bytes(device.memory()) + " that " + device.backend() + " has on "
                + device.device();
        return most == 0 ? "Not even one image fits into the " + memory
                : "Largest batch " + Words.count(most) + " in the " + memory;
    }

    /**
     * The largest batch whose plan takes no more than {@code memory} bytes; 0 when a single row does not fit.
     */
    static int of(IntFunction<Program> programOfBatch, long memory) {
        int fits = 0;
        int tooMuch = 1;
        while (fits(programOfBatch, tooMuch, memory)) {
            fits = tooMuch;
            if (tooMuch > Integer.MAX_VALUE / 2) {
                return fits;
            }
            tooMuch *= 2;
        }
        while (tooMuch - fits > 1) {
            int middle = fits + (tooMuch - fits) / 2;
            if (fits(programOfBatch, middle, memory)) {
                fits = middle;
            } else {
                tooMuch = middle;
            }
        }
        return fits;
    }

    /** A slot of more elements than an index can count does not fit either. */
    private static boolean fits(IntFunction<Program> programOfBatch, int batch, long memory) {
        try {
            return programOfBatch.apply(batch).plan().bytes() <= memory;
        } catch (PlanException _) {
            return false;
        }
    }
}
