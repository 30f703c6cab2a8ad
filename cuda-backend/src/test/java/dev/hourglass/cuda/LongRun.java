package dev.hourglass.cuda;

import dev.hourglass.plan.Ports;
import dev.hourglass.plan.Program;
import dev.hourglass.plan.Routine;
import dev.hourglass.spi.Options;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Thousands of training steps in a row, the batch on the device or brought there for each: afterwards the
 * device has as much free memory as before, steps have allocated nothing on Java's heap, and the loss is a
 * number. Ends with 1 where one of these does not hold.
 *
 * <p>Arguments: the JSON file to write, steps.
 */
final class LongRun {
    private static final int BATCH = 16;
    private static final int WARM_UP = 200;
    private static final List<String> MODELS = List.of("denoising", "compression");

    private LongRun() {
    }

    public static void main(String[] arguments) throws IOException {
        FakeCuda.install();
        int steps = Integer.parseInt(arguments[1]);
        var results = new ArrayList<String>();
        boolean good = true;
        for (String model : MODELS) {
            Program program = model.equals("denoising") ? Digits.denoiser(BATCH) : Digits.compressor(BATCH);
            for (boolean uploaded : new boolean[] {false, true}) {
                good &= run(model, program, uploaded, steps, results);
            }
        }
        Files.writeString(Path.of(arguments[0]), "[\n" + String.join(",\n", results) + "\n]\n");
        System.exit(good ? 0 : 1);
    }

    private static boolean run(String model, Program program, boolean uploaded, int steps,
            List<String> results) {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (var backend = new CudaProvider().open(Options.standard());
                var session = Digits.open(program, backend, BATCH)) {
            var input = program.port(Ports.INPUT);
            var images = MemorySegment.ofArray(session.read(input));
            Runnable step = uploaded ? () -> {
                session.write(input, images);
                session.run(Routine.TRAIN_STEP);
            } : () -> session.run(Routine.TRAIN_STEP);
            for (int i = 0; i < Math.min(WARM_UP, steps); i++) {
                step.run();
            }
            session.await();
            session.write(program.port(Ports.TRAIN_LOSS), 0f, 0f);
            long free = Gpu.currentlyFree();
            long heap = threads.getCurrentThreadAllocatedBytes();
            long start = System.nanoTime();
            for (int i = 0; i < steps; i++) {
                step.run();
            }
            session.await();
            double micros = 1e-3 * (System.nanoTime() - start) / steps;
            long allocated = threads.getCurrentThreadAllocatedBytes() - heap;
            long lost = free - Gpu.currentlyFree();
            float[] totals = session.read(program.port(Ports.TRAIN_LOSS));
            double loss = totals[0] / totals[1];
            System.out.printf(Locale.ROOT,
                    "%s, batch %s, %d steps: %.1f µs each, mean loss %.5f, %d bytes of device memory lost, "
                            + "%d bytes allocated on the heap%n",
                    model, uploaded ? "uploaded" : "resident", steps, micros, loss, lost, allocated);
            results.add(String.format(Locale.ROOT,
                    "  {\"model\": \"%s\", \"uploaded\": %s, \"steps\": %d, \"micros\": %.2f, "
                            + "\"meanLoss\": %.6f, \"bytesLost\": %d, \"heapBytes\": %d}",
                    model, uploaded, steps, micros, loss, lost, allocated));
            // A copy to the device has an object for each of its two addresses.
            return lost <= 0 && (uploaded || allocated < steps) && Double.isFinite(loss);
        }
    }
}
