package dev.hourglass.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.hourglass.data.Datasets;
import dev.hourglass.models.CheckpointFolder;
import dev.hourglass.models.Corruption;
import dev.hourglass.models.Objective;
import dev.hourglass.models.Training;
import dev.hourglass.models.Tutorial;
import dev.hourglass.plan.Shape;
import dev.hourglass.spi.BackendException;
import dev.hourglass.spi.Options;
import dev.hourglass.train.Interval;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A device that is lost in the middle of a training, as after an illegal access: the training ends with a
 * sentence, everything can be closed, and it goes on from the last checkpoint to the bits it would have had.
 */
@ExtendWith(NothingLeft.class)
class LostDeviceTest {
    private static final int EPOCHS = 2;
    private static final int STEPS = 3;
    private static final int BATCH = 4;
    private static final Shape ROW = Shape.of(8, 8, 1);
    /** In the middle of the second epoch. */
    private static final int GOOD_STEPS = 4;

    @TempDir
    private Path folder;

    @BeforeEach
    void fake() {
        assumeFalse(FakeCuda.isReal(), "on a real GPU nothing is made to fail");
    }

    @AfterEach
    void heal() {
        FakeCuda.breakAt("", 0);
        FakeCuda.breakDevice(0);
        System.clearProperty(Execution.PROPERTY);
    }

    private static String train(Path checkpoints) {
        float[] values = new float[STEPS * BATCH * ROW.elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = i * 31 % 257 / 257f;
        }
        var damaged = new ArrayList<String>();
        var store = CheckpointFolder.of(checkpoints, damaged::add);
        try (var backend = new CudaProvider().open(Options.standard())) {
            return Training.of(Tutorial.denoising(ROW), Objective.denoising(new Corruption.Gaussian(0.4f)))
                    .batch(BATCH).epochs(EPOCHS).checkpoints(store, new Interval.Steps(1))
                    .fit(Datasets.of("images", ROW, values), backend).report().epochs().getLast().weights();
        } finally {
            assertEquals(List.of(), damaged);
        }
    }

    private BackendException lost() {
        FakeCuda.breakAt("hg_adam", GOOD_STEPS);
        var error = assertThrows(BackendException.class, () -> train(folder));
        assertTrue(error.getMessage().contains("CUDA_ERROR_ILLEGAL_ADDRESS"), error.getMessage());
        assertTrue(error.getMessage().contains("go on from the last checkpoint"), error.getMessage());
        assertEquals(0, FakeCuda.allocations(), "the session and the device are closed");
        heal();
        var point = CheckpointFolder.of(folder, each -> {
            throw new AssertionError(each);
        }).latest().orElseThrow().point();
        assertEquals(GOOD_STEPS, (point.epoch() - 1) * STEPS + point.step(), "the last checkpoint");
        return error;
    }

    @Test
    void aTrainingGoesOnFromTheLastCheckpoint() {
        String expected = train(folder.resolve("undisturbed"));
        var error = lost();
        assertTrue(error.getMessage().contains(Execution.PROPERTY + "=checked"), error.getMessage());
        assertEquals(expected, train(folder));
    }

    /** What the sentence says is true: tried again with checks, the op has a name. */
    @Test
    void withChecksTheOpIsNamed() {
        String expected = train(folder.resolve("undisturbed"));
        lost();
        System.setProperty(Execution.PROPERTY, "checked");
        FakeCuda.breakAt("hg_adam", 0);
        var error = assertThrows(BackendException.class, () -> train(folder));
        assertTrue(error.getMessage().startsWith("Adam "), error.getMessage());
        assertTrue(error.getMessage().contains("CUDA_ERROR_ILLEGAL_ADDRESS"), error.getMessage());
        heal();
        assertEquals(expected, train(folder));
    }
}
