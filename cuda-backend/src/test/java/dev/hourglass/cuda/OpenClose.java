package dev.hourglass.cuda;

import dev.hourglass.spi.Options;
import dev.hourglass.testing.Cycles;

/** Opens and closes a GPU a thousand times; the exit status is 1 when something is left. */
final class OpenClose {
    private static final int BATCH = 1;

    private OpenClose() {
    }

    public static void main(String[] arguments) throws InterruptedException {
        FakeCuda.install();
        var program = Digits.compressor(BATCH);
        boolean clean = Cycles.leaveNothing("cuda", () -> {
            try (var backend = new CudaProvider().open(Options.standard())) {
                Digits.open(program, backend, BATCH).close();
            }
        });
        if (!FakeCuda.isReal()) {
            long left = FakeCuda.allocations() + FakeCuda.streams() + FakeCuda.complaints();
            System.out.println(left + " allocations, streams and complaints");
            clean &= left == 0;
        }
        System.exit(clean ? 0 : 1);
    }
}
