package dev.hourglass.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.hourglass.models.AutoencoderProgram;
import dev.hourglass.models.Objective;
import dev.hourglass.models.compress.CompressorModel;
import dev.hourglass.plan.Program;
import dev.hourglass.plan.Routine;
import dev.hourglass.plan.Shape;
import dev.hourglass.spi.Backend;
import dev.hourglass.spi.BackendException;
import dev.hourglass.spi.Options;
import dev.hourglass.spi.Options.Arithmetic;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Ops that one kernel does together give the bits that they give one by one. */
@ExtendWith(NothingLeft.class)
class FusionTest {
    private static final int BATCH = 3;
    private static final int STEPS = 3;

    @AfterEach
    void forget() {
        System.clearProperty(Fusion.PROPERTY);
    }

    private static Backend open(String fusion) {
        return open(fusion, Arithmetic.STRICT);
    }

    private static Backend open(String fusion, Arithmetic arithmetic) {
        System.setProperty(Fusion.PROPERTY, fusion);
        return new CudaProvider().open(Options.standard().withArithmetic(arithmetic));
    }

    private static float[] train(Program program, String fusion, Arithmetic arithmetic) {
        try (var backend = open(fusion, arithmetic)) {
            return Digits.train(program, backend, BATCH, STEPS);
        }
    }

    /** In MIXED too: what is not stored any more is rounded as if it were. */
    private static void assertSameBits(Program program) {
        for (var arithmetic : List.of(Arithmetic.STRICT, Arithmetic.MIXED)) {
            assertArrayEquals(train(program, "none", arithmetic), train(program, "neighbours", arithmetic),
                    arithmetic.name());
        }
    }

    @Test
    void theDenoiserTrainsToTheSameBits() {
        assertSameBits(Digits.denoiser(BATCH));
    }

    @Test
    void theCompressorTrainsToTheSameBits() {
        assertSameBits(Digits.compressor(BATCH));
    }

    /** Squared error after a sigmoid, more channels than a block has threads, gradients that are added up. */
    @Test
    void theLayersOfTheCompressorTrainToTheSameBits() {
        assertSameBits(AutoencoderProgram.training(CompressorModel.layers(Shape.of(28, 28, 1), 20),
                Objective.reconstruction(), BATCH, 1));
    }

    /** A bias of a whole row, and a clamp that is not beside it. */
    @Test
    void theDefaultCompressorTrainsToTheSameBits() {
        assertSameBits(AutoencoderProgram.training(CompressorModel.of(Shape.of(28, 28, 1), 20),
                Objective.reconstruction(), BATCH, 1));
    }

    @Test
    void savesLaunches() {
        assumeFalse(FakeCuda.isReal(), "counts calls of the fake driver");
        // In the denoiser: six biases before an activation, one of them after a convolution of our own, six
        // gradients of them, the loss with its gradient.
        assertEquals(14, launches("none") - launches("neighbours"));
    }

    private static long launches(String fusion) {
        try (var backend = open(fusion);
                var session = Digits.open(Digits.denoiser(BATCH), backend, BATCH)) {
            backend.await();
            long before = FakeCuda.kernelLaunches();
            session.run(Routine.TRAIN_STEP);
            backend.await();
            return FakeCuda.kernelLaunches() - before;
        }
    }

    @Test
    void anUnknownFusionIsRefused() {
        var error = assertThrows(BackendException.class, () -> open("all").close());
        assertTrue(error.getMessage().contains("none or neighbours, found 'all'"), error.getMessage());
    }
}
