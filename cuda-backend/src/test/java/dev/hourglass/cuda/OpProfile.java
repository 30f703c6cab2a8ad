package dev.hourglass.cuda;

import dev.hourglass.plan.DType;
import dev.hourglass.plan.Op;
import dev.hourglass.plan.Program;
import dev.hourglass.plan.Routine;
import dev.hourglass.plan.Slot;
import dev.hourglass.spi.Backend;
import dev.hourglass.spi.Memory;
import dev.hourglass.spi.Options;
import dev.hourglass.spi.Options.Arithmetic;
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
 * How long each op of a training step takes, in STRICT and in MIXED: a graph of a hundred of the same, beside
 * the bytes it has to move and the operations it has to do.
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
        for (var arithmetic : List.of(Arithmetic.STRICT, Arithmetic.MIXED)) {
            try (var backend = (CudaBackend) new CudaProvider()
                    .open(Options.standard().withArithmetic(arithmetic))) {
                profile.measure("denoising", Digits.denoiser(batch), backend, runs);
                profile.measure("compression", Digits.compressor(batch), backend, runs);
            }
        }
        Files.writeString(Path.of(arguments[0]), "[\n" + String.join(",\n", profile.results) + "\n]\n");
    }

    private void measure(String model, Program program, CudaBackend backend, int runs) {
        System.out.printf(Locale.ROOT, "%s, %s: µs, GB/s, GFLOP/s of each op%n", model,
                backend.arithmetic());
        double sum = 0;
        var ops = program.ops(Routine.TRAIN_STEP);
        try (var memory = (CudaMemory) backend.allocate(program.plan())) {
            var storage = backend.arithmetic() == Arithmetic.MIXED ? Storage.mixed(ops, memory::at)
                    : Storage.wide();
            for (Op op : ops) {
                fill(op, storage, memory);
                long bytes = bytes(op.reads(), storage) + bytes(op.writes(), storage);
                var copies = Collections.nCopies(COPIES, op);
                try (Replay replay = backend.compile(copies, memory, ops)) {
                    double seconds = seconds(backend, replay, runs);
                    sum += 1e6 * seconds;
                    report(model, op, backend.arithmetic(), seconds, bytes);
                }
            }
        }
        System.out.printf(Locale.ROOT, "%9.2f in all%n", sum);
    }

    /** Zeros may compute faster than what a real run holds. */
    private static void fill(Op op, Storage storage, Memory memory) {
        for (Slot slot : op.reads()) {
            if (slot.dtype() == DType.F32) {
                float[] values = Contents.signed().values(slot.name(), slot.elements());
                if (storage.isNarrow(slot)) {
                    for (int i = 0; i < values.length; i++) {
                        int upper = Float.floatToRawIntBits(values[i]) >>> Short.SIZE;
                        values[i] = Float.intBitsToFloat(upper << Short.SIZE | upper);
                    }
                }
                memory.write(slot, MemorySegment.ofArray(values));
            }
        }
    }

    private static long bytes(List<Slot> slots, Storage storage) {
        return slots.stream().mapToLong(slot -> storage.isNarrow(slot) ? slot.bytes() / 2 : slot.bytes())
                .sum();
    }

    private static double seconds(Backend backend, Replay replay, int runs) {
        replay.run();
        backend.await();
        long start = System.nanoTime();
        for (int i = 0; i < runs; i++) {
            replay.run();
        }
        backend.await();
        return (System.nanoTime() - start) * 1e-9 / runs / COPIES;
    }

    private void report(String model, Op op, Arithmetic arithmetic, double seconds, long bytes) {
        System.out.printf(Locale.ROOT, "%9.2f %8.1f %8.1f  %s%n", 1e6 * seconds, 1e-9 * bytes / seconds,
                1e-9 * op.flops() / seconds, Binding.name(op));
        results.add(String.format(Locale.ROOT,
                "  {\"model\": \"%s\", \"arithmetic\": \"%s\", \"op\": \"%s\", \"micros\": %.3f, "
                        + "\"bytes\": %d, \"flops\": %d}",
                model, arithmetic, Binding.name(op).replace("\"", "'"), 1e6 * seconds, bytes, op.flops()));
    }
}
