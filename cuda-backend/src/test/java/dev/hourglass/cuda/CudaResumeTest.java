package dev.hourglass.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hourglass.data.Datasets;
import dev.hourglass.models.Corruption;
import dev.hourglass.models.Objective;
import dev.hourglass.models.Training;
import dev.hourglass.models.Tutorial;
import dev.hourglass.plan.Shape;
import dev.hourglass.spi.Backend;
import dev.hourglass.spi.Options;
import dev.hourglass.spi.Options.Arithmetic;
import dev.hourglass.train.Checkpoint;
import dev.hourglass.train.CheckpointStore;
import dev.hourglass.train.Interval;
import dev.hourglass.train.TrainListener.Epoch;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A training on a GPU that is cut off and goes on ends with the bits of one that was not. */
@ExtendWith(NothingLeft.class)
class CudaResumeTest {
    private static final int EPOCHS = 2;
    private static final int STEPS = 3;
    private static final int BATCH = 4;
    private static final Shape ROW = Shape.of(8, 8, 1);

    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static final class Kept implements CheckpointStore {
        private Checkpoint newest;

        @Override
        public Optional<Checkpoint> latest() {
            return Optional.ofNullable(newest);
        }

        @Override
        public void save(Checkpoint checkpoint) {
            newest = checkpoint;
        }

        @Override
        public void clear() {
            newest = null;
        }
    }

    private static List<String> hashes(Backend backend, CheckpointStore store, BooleanSupplier cancelled) {
        float[] values = new float[(STEPS * BATCH - 1) * ROW.elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = i * 31 % 257 / 257f;
        }
        return Training.of(Tutorial.denoising(ROW), Objective.denoising(new Corruption.Gaussian(0.4f)))
                .batch(BATCH).epochs(EPOCHS).checkpoints(store, new Interval.Steps(1)).cancelledBy(cancelled)
                .fit(Datasets.of("images", ROW, values), backend).report().epochs().stream()
                .map(Epoch::weights).toList();
    }

    @ParameterizedTest
    @EnumSource(value = Arithmetic.class, names = {"STRICT", "MIXED"})
    void killedAtAnyStepItEndsWithTheSameBits(Arithmetic arithmetic) {
        try (var backend = new CudaProvider().open(Options.standard().withArithmetic(arithmetic))) {
            var expected = hashes(backend, new Kept(), () -> false);
            assertEquals(EPOCHS, expected.size());
            for (int step = 1; step < EPOCHS * STEPS; step++) {
                var store = new Kept();
                var left = new int[] {step};
                assertThrows(Killed.class, () -> hashes(backend, store, () -> {
                    if (left[0]-- == 0) {
                        throw new Killed();
                    }
                    return false;
                }));
                assertEquals(expected, hashes(backend, store, () -> false), "killed after step " + step);
            }
        }
    }
}
