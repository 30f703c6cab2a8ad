package dev.hourglass.cuda;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hourglass.plan.DType;
import dev.hourglass.plan.MemoryOp.Copy;
import dev.hourglass.plan.MemoryPlan;
import dev.hourglass.plan.Op;
import dev.hourglass.plan.PointwiseOp.AddScaled;
import dev.hourglass.plan.Program;
import dev.hourglass.plan.Role;
import dev.hourglass.plan.Routine;
import dev.hourglass.plan.Shape;
import dev.hourglass.plan.Slot;
import dev.hourglass.plan.Write;
import dev.hourglass.spi.Options;
import dev.hourglass.spi.Options.Arithmetic;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What lies in memory as bfloat16 in MIXED. */
@ExtendWith(NothingLeft.class)
class StorageTest {
    private static final int BATCH = 2;
    private static final Shape SHAPE = Shape.of(8, 4);

    private static CudaBackend open() {
        return (CudaBackend) new CudaProvider().open(Options.standard().withArithmetic(Arithmetic.MIXED));
    }

    private static Slot slot(int id, Role role) {
        return new Slot(id, "slot" + id, SHAPE, DType.F32, role, id, 0);
    }

    private static Storage storage(List<Op> ops, Map<Integer, Long> offsets) {
        try (var backend = open();
                var memory = (CudaMemory) backend.allocate(new MemoryPlan(4096, offsets, 4096, Map.of()))) {
            return Storage.mixed(ops, memory::at);
        }
    }

    @Test
    void aStepOfTheDenoiserReadsAndWritesMostOfItsBytesNarrow() {
        assertTrue(narrowShare(Digits.denoiser(BATCH)) > 0.95);
        assertTrue(narrowShare(Digits.compressor(BATCH)) > 0.95);
    }

    /** Of the bytes of images that ops read and write. */
    private static double narrowShare(Program program) {
        long all = 0;
        long narrow = 0;
        try (var backend = open(); var memory = (CudaMemory) backend.allocate(program.plan())) {
            var ops = program.ops(Routine.TRAIN_STEP);
            var storage = Storage.mixed(ops, memory::at);
            for (Op op : ops) {
                for (Slot slot : Stream.concat(op.reads().stream(), op.writes().stream()).toList()) {
                    assertTrue(slot.role() == Role.ACTIVATION || !storage.isNarrow(slot), slot.toString());
                    if (slot.shape().rank() == 4 && slot.shape().extent(0) == BATCH) {
                        all += slot.bytes();
                        narrow += storage.isNarrow(slot) ? slot.bytes() : 0;
                    }
                }
            }
        }
        return (double) narrow / all;
    }

    @Test
    void whatComesFromOutsideOrGoesThereIsWide() {
        Slot given = slot(0, Role.ACTIVATION);
        Slot own = slot(1, Role.ACTIVATION);
        Slot left = slot(2, Role.ACTIVATION);
        Slot result = slot(3, Role.RESULT);
        var storage = storage(
                List.of(new Copy(given, own, Write.SET), new Copy(own, left, Write.SET),
                        new Copy(own, result, Write.SET)),
                Map.of(0, 0L, 1, 256L, 2, 512L, 3, 768L));
        assertTrue(storage.isNarrow(own));
        assertFalse(Stream.of(given, left, result).anyMatch(storage::isNarrow));
    }

    /** A thread that writes element i of one would write half of another element of the other. */
    @Test
    void whatTakesThePlaceOfAnInputIsAsWideAsThat() {
        Slot given = slot(0, Role.INPUT);
        Slot a = slot(1, Role.ACTIVATION);
        Slot b = slot(2, Role.ACTIVATION);
        Slot sum = slot(3, Role.ACTIVATION);
        Slot result = slot(4, Role.RESULT);
        List<Op> ops = List.of(new Copy(given, a, Write.SET), new Copy(given, b, Write.SET),
                new AddScaled(a, b, 1, sum), new Copy(sum, result, Write.SET));
        var apart = Map.of(0, 0L, 1, 256L, 2, 512L, 3, 768L, 4, 1024L);
        var ofInput = Map.of(0, 0L, 1, 256L, 2, 512L, 3, 0L, 4, 1024L);
        var ofOther = Map.of(0, 0L, 1, 256L, 2, 512L, 3, 512L, 4, 1024L);
        assertTrue(storage(ops, apart).isNarrow(sum));
        assertTrue(storage(ops, ofOther).isNarrow(sum));
        assertTrue(storage(ops, ofInput).isNarrow(sum), "the input is not read there");
        List<Op> inPlace = List.of(new Copy(given, a, Write.SET), new AddScaled(a, given, 1, sum),
                new Copy(sum, result, Write.SET));
        assertFalse(storage(inPlace, ofInput).isNarrow(sum));
        assertTrue(storage(inPlace, ofInput).isNarrow(a));
        assertTrue(storage(inPlace, apart).isNarrow(sum));
    }
}
