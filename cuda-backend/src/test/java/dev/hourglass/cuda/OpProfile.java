package dev.hourglass.cuda;

import dev.hourglass.plan.DType;
import dev.hourglass.plan.Op;
import dev.hourglass.plan.Program;
import dev.hourglass.plan.Routine;
import dev.hourglass.plan.Slot;
import dev.hourglass.spi.Backend;
import dev.hourglass.spi.Memory;
import dev.hourglass.spi.Options;
import dev.hourglass.spi.Replay;
import dev.hourglass.testing.Contents;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * How long each op of a training step takes: a graph of a hundred of the same, beside the bytes it has to
 * move and the operations it has to do.
 *
 * <p>Arguments: the JSON file to write, the batch, how often each graph runs.
 */
final class OpProfile {
    private static final int COPIES = 100;

    private final List<String> results = new ArrayList<>();

    private OpProfile() {
    }

    public static void main(String[] arguments) throws IOException {
        FakeCuda.install();
        int batch = Integer.parseInt(arguments[1]);
        int runs = Integer.parseInt(arguments[2]);
        var profile = new OpProfile();
        try (var backend = new CudaProvider().open(Options.standard())) {
            profile.measure("denoising", Digits.denoiser(batch), backend, runs);
            profile.measure("compression", Digits.compressor(batch), backend, runs);
        }
        Files.writeString(Path.of(arguments[0]), "[\n" + String.join(",\n", profile.results) + "\n]\n");
    }

    private void measure(String model, Program program, Backend backend, int runs) {
        System.out.printf(Locale.ROOT, "%s: µs, GB/s, GFLOP/s of each op%n", model);
        double sum = 0;
        try (var memory = backend.allocate(program.plan())) {
            for (Op op : program.ops(Routine.TRAIN_STEP)) {
                sum += measure(model, op, backend, memory, runs);
            }
        }
        System.out.printf(Locale.ROOT, "%9.2f in all%n", sum);
    }

    private double measure(String model, Op op, Backend backend, Memory memory, int runs) {
        // Zeros may compute faster than what a real run holds.
        for (Slot slot : op.reads()) {
            if (slot.dtype() == DType.F32) {
                memory.write(slot,
                        MemorySegment.ofArray(Contents.signed().values(slot.name(), slot.elements())));
            }
        }
        double seconds;
        try (Replay replay = backend.compile(Collections.nCopies(COPIES, op), memory)) {
            replay.run();
            backend.await();
            long start = System.nanoTime();
            for (int i = 0; i < runs; i++) {
                replay.run();
            }
            backend.await();
            seconds = (System.nanoTime() - start) * 1e-9 / runs / COPIES;
        }
        long bytes = op.reads().stream().mapToLong(Slot::bytes).sum()
                + op.writes().stream().mapToLong(Slot::bytes).sum();
        System.out.printf(Locale.ROOT, "%9.2f %8.1f %8.1f  %s%n", 1e6 * seconds, 1e-9 * bytes / seconds,
                1e-9 * op.flops() / seconds, Binding.name(op));
        results.add(String.format(Locale.ROOT,
                "  {\"model\": \"%s\", \"op\": \"%s\", \"micros\": %.3f, \"bytes\": %d, \"flops\": %d}",
                model,
                Binding.name(op).replace("\"", "'"), 1e6 * seconds, bytes, op.flops()));
        return 1e6 * seconds;
    }
}
