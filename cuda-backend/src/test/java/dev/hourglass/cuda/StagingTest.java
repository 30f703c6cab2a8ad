package dev.hourglass.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.hourglass.plan.DType;
import dev.hourglass.plan.MemoryPlan;
import dev.hourglass.plan.PointwiseOp.Scale;
import dev.hourglass.plan.Ports;
import dev.hourglass.plan.Role;
import dev.hourglass.plan.Shape;
import dev.hourglass.plan.Slot;
import dev.hourglass.plan.Write;
import dev.hourglass.spi.Options;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Copies to the device that go on beside computing: whether the fake driver does them as early or as late as
 * can be, everything arrives as if it had been waited for.
 */
@ExtendWith(NothingLeft.class)
class StagingTest {
    private static final int BATCH = 16;
    private static final int STEPS = 50;

    @AfterEach
    void forget() {
        copyAtOnce(false);
    }

    private static void copyAtOnce(boolean atOnce) {
        if (!FakeCuda.isReal()) {
            FakeCuda.copyAtOnce(atOnce);
        }
    }

    /** Pieces larger than the pinned memory, and many small ones, arrive whole and in order. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void valuesOfAnySizeTravelUnharmed(boolean atOnce) {
        copyAtOnce(atOnce);
        int elements = 5_000_000;
        Slot slot = new Slot(0, "large", Shape.of(elements), DType.F32, Role.INPUT, 0, 0);
        var plan = new MemoryPlan(4L * elements + 256, Map.of(0, 0L), 0, Map.of());
        float[] values = new float[elements];
        for (int i = 0; i < elements; i++) {
            values[i] = i;
        }
        try (var backend = new CudaProvider().open(Options.standard()); var memory = backend.allocate(plan)) {
            for (int round = 0; round < 3; round++) {
                values[round] = -round;
                memory.write(slot, MemorySegment.ofArray(values));
                values[round] = round;
            }
            memory.write(slot, MemorySegment.ofArray(values));
            for (int i = 0; i < 200_000; i++) {
                Slot one = new Slot(1, "one", Shape.of(1), DType.F32, Role.INPUT, 0, i % 7);
                memory.write(one, MemorySegment.ofArray(new float[] {i}));
                values[i % 7] = i;
            }
            float[] read = new float[elements];
            memory.read(slot, MemorySegment.ofArray(read));
            assertArrayEquals(values, read);
        }
    }

    /** More steps than the halves hold batches, without a wait between them. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void eachStepSeesItsOwnBatch(boolean atOnce) {
        copyAtOnce(atOnce);
        int elements = 250_000;
        Slot input = new Slot(0, "input", Shape.of(elements), DType.F32, Role.INPUT, 0, 0);
        Slot sum = new Slot(1, "sum", Shape.of(elements), DType.F32, Role.RESULT, 1, 0);
        var plan = new MemoryPlan(2048L * 1024, Map.of(0, 0L, 1, 1024L * 1024), 0, Map.of());
        float[] values = new float[elements];
        float[] expected = new float[elements];
        try (var backend = new CudaProvider().open(Options.standard());
                var memory = backend.allocate(plan);
                var add = backend.compile(List.of(new Scale(input, 1, sum, Write.ADD)), memory)) {
            for (int step = 0; step < STEPS; step++) {
                for (int i = 0; i < elements; i++) {
                    values[i] = (i * 31 + step * 17) % 101;
                    expected[i] += values[i];
                }
                memory.write(input, MemorySegment.ofArray(values));
                add.run();
            }
            float[] found = new float[elements];
            memory.read(sum, MemorySegment.ofArray(found));
            assertArrayEquals(expected, found);
        }
    }

    @Test
    void aBatchIsBroughtByAStreamOfItsOwn() {
        assumeFalse(FakeCuda.isReal(), "counts calls of the fake driver");
        var program = Digits.denoiser(BATCH);
        Slot input = program.port(Ports.INPUT);
        try (var backend = new CudaProvider().open(Options.standard());
                var session = Digits.open(program, backend, BATCH)) {
            long moved = FakeCuda.calls("cuMemcpyDtoDAsync");
            long waited = FakeCuda.calls("cuStreamWaitEvent");
            session.write(input, new float[input.elements()]);
            assertEquals(moved + 1, FakeCuda.calls("cuMemcpyDtoDAsync"));
            assertEquals(waited + 1, FakeCuda.calls("cuStreamWaitEvent"));
            session.write(program.port(Ports.RATE), 1e-3f);
            assertEquals(moved + 1, FakeCuda.calls("cuMemcpyDtoDAsync"));
        }
    }
}
