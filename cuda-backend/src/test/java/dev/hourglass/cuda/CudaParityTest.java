package dev.hourglass.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hourglass.plan.Program;
import dev.hourglass.reference.ReferenceProvider;
import dev.hourglass.spi.Backend;
import dev.hourglass.spi.Options;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The loss of each step beside the reference backend's: same weights, same noise, so only rounding differs.
 */
@ExtendWith(NothingLeft.class)
class CudaParityTest {
    private static final int BATCH = 4;
    /** On a GPU more can be had in the same time: gpu-check.sh asks for 200. */
    private static final int STEPS = Integer.getInteger("hourglass.parity.steps", 10);
    /** Rounding differs by some 1e-7 and grows with the steps; a wrong random number moves a loss by 1e-2. */
    private static final double LOSS = 1e-3;

    @Test
    void denoising() {
        compare(Digits.denoiser(BATCH));
    }

    @Test
    void compression() {
        compare(Digits.compressor(BATCH));
    }

    private static void compare(Program program) {
        float[] expected = train(program, new ReferenceProvider().open(Options.standard()));
        float[] found = train(program, new CudaProvider().open(Options.standard()));
        for (int step = 0; step < STEPS; step++) {
            assertEquals(expected[step], found[step], LOSS * expected[step], "loss at step " + step);
        }
    }

    private static float[] train(Program program, Backend backend) {
        try (backend) {
            return Digits.train(program, backend, BATCH, STEPS);
        }
    }
}
