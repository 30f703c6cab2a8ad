package dev.hourglass.cuda;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hourglass.plan.Program;
import dev.hourglass.spi.Options;
import dev.hourglass.testing.Footprint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A thousand times opened and closed: nothing is left on the device, and nothing in the process. */
@ExtendWith(NothingLeft.class)
class CudaCyclesTest {
    private static final int CYCLES = 1000;
    /** In the first ones libraries are loaded and the JIT compiles. */
    private static final int FIRST = 300;
    /** A session that is never freed would be 700 times some megabytes of the fake device. */
    private static final long GROWTH = 32L << 20;
    private static final int BATCH = 1;

    private static void cycle(Program program) {
        try (var backend = new CudaProvider().open(Options.standard())) {
            Digits.open(program, backend, BATCH).close();
        }
    }

    @Test
    void aThousandTimesLeaveNothing() {
        assumeTrue(Footprint.isKnown(), "only Linux tells what a process holds");
        var program = Digits.compressor(BATCH);
        for (int i = 0; i < FIRST; i++) {
            cycle(program);
        }
        var before = Footprint.now();
        for (int i = FIRST; i < CYCLES; i++) {
            cycle(program);
        }
        var after = Footprint.now();
        System.out.println("cuda: after " + FIRST + " cycles " + before + "; after " + CYCLES + " " + after);
        assertTrue(after.resident() - before.resident() < GROWTH, before + ", then " + after);
        assertTrue(after.handles() <= before.handles(), before + ", then " + after);
        assertTrue(after.threads() <= before.threads() + 2, before + ", then " + after);
    }
}
