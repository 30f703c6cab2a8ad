package dev.hourglass.cuda;

import dev.hourglass.plan.Program;
import dev.hourglass.spi.Options;
import dev.hourglass.testing.Footprint;

/** Opens and closes a GPU a thousand times; the exit status is 1 when something is left. */
final class OpenClose {
    private static final int CYCLES = 1000;
    /** In the first ones libraries are loaded and the JIT compiles. */
    private static final int FIRST = 300;
    /** A session that is never freed would be 700 times some megabytes of the fake device. */
    private static final long GROWTH = 32L << 20;
    private static final int BATCH = 1;

    private OpenClose() {
    }

    public static void main(String[] arguments) {
        FakeCuda.install();
        var program = Digits.compressor(BATCH);
        cycles(program, FIRST);
        var before = Footprint.now();
        cycles(program, CYCLES - FIRST);
        var after = Footprint.now();
        System.out.println("cuda: after " + FIRST + " cycles " + before + "; after " + CYCLES + " " + after);
        boolean clean = after.resident() - before.resident() < GROWTH && after.handles() <= before.handles()
                && after.threads() <= before.threads() + 2;
        if (!FakeCuda.isReal()) {
            long left = FakeCuda.allocations() + FakeCuda.streams() + FakeCuda.complaints();
            System.out.println(left + " allocations, streams and complaints");
            clean &= left == 0;
        }
        System.exit(clean ? 0 : 1);
    }

    private static void cycles(Program program, int count) {
        for (int i = 0; i < count; i++) {
            try (var backend = new CudaProvider().open(Options.standard())) {
                Digits.open(program, backend, BATCH).close();
            }
        }
    }
}
