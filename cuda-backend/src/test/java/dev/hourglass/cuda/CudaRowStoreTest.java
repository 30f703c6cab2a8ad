package dev.hourglass.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.hourglass.data.Dataset;
import dev.hourglass.data.DatasetView;
import dev.hourglass.data.Datasets;
import dev.hourglass.plan.Ports;
import dev.hourglass.plan.Program;
import dev.hourglass.plan.Shape;
import dev.hourglass.spi.Options;
import dev.hourglass.spi.Session;
import dev.hourglass.train.TrainConfig;
import dev.hourglass.train.Trainer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Training on rows that are kept on the device gives the bits of training on rows that are brought. */
@ExtendWith(NothingLeft.class)
class CudaRowStoreTest {
    private static final int BATCH = 16;
    private static final int ROWS = 44;
    private static final Shape ROW = Shape.of(28, 28, 1);

    private static Dataset images() {
        float[] values = new float[ROWS * ROW.elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = i * 31 % 257 / 257f;
        }
        return Datasets.of("images", ROW, values);
    }

    private static final class Unkept extends DatasetView {
        Unkept(Dataset source) {
            super(source);
        }

        @Override
        public boolean isFixed() {
            return false;
        }
    }

    private static float[] train(Dataset data) {
        Program program = Digits.compressor(BATCH);
        try (var backend = new CudaProvider().open(Options.standard());
                var session = Session.open(program, backend)) {
            session.initialise(3);
            new Trainer(session, TrainConfig.of(2, 9), List.of(), () -> false).fit(data, Optional.empty());
            return session.read(program.parameters().getFirst().slot());
        }
    }

    @Test
    void trainsToTheSameBits() {
        assertArrayEquals(train(new Unkept(images())), train(images()));
    }

    @Test
    void rowsAreBroughtOnce() {
        assumeFalse(FakeCuda.isReal(), "counts calls of the fake driver");
        long before = FakeCuda.calls("cuMemcpyDtoDAsync");
        train(new Unkept(images()));
        long brought = FakeCuda.calls("cuMemcpyDtoDAsync") - before;
        train(images());
        long kept = FakeCuda.calls("cuMemcpyDtoDAsync") - before - brought;
        // Two epochs of three batches, or all rows at once.
        assertEquals(5, brought - kept);
    }

    @Test
    void whatDoesNotFitIsNotKept() {
        Program program = Digits.compressor(BATCH);
        try (var backend = new CudaProvider().open(Options.standard());
                var session = Session.open(program, backend)) {
            assertTrue(session.store(program.port(Ports.INPUT), Integer.MAX_VALUE).isEmpty());
        }
    }
}
