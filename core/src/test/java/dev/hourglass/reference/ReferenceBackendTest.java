package dev.hourglass.reference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hourglass.plan.ConvGeometry;
import dev.hourglass.plan.ConvOp.Convolve;
import dev.hourglass.plan.ConvOp.ConvolveAdjoint;
import dev.hourglass.plan.ConvOp.FilterGradient;
import dev.hourglass.plan.DType;
import dev.hourglass.plan.ImageExtent;
import dev.hourglass.plan.MatrixOp.Gemm;
import dev.hourglass.plan.MatrixOp.Layout;
import dev.hourglass.plan.MemoryOp.Fill;
import dev.hourglass.plan.MemoryOp.Gather;
import dev.hourglass.plan.MemoryPlan;
import dev.hourglass.plan.Op;
import dev.hourglass.plan.PointwiseOp.Scale;
import dev.hourglass.plan.Role;
import dev.hourglass.plan.Shape;
import dev.hourglass.plan.Slot;
import dev.hourglass.plan.Window;
import dev.hourglass.plan.Write;
import dev.hourglass.spi.BackendException;
import dev.hourglass.spi.Memory;
import dev.hourglass.spi.Options;
import dev.hourglass.testing.Contents;
import dev.hourglass.testing.RecordingBackend;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReferenceBackendTest {
    private final List<Slot> slots = new ArrayList<>();
    private final Map<Integer, Long> offsets = new HashMap<>();
    private long bytes;

    private Slot slot(Shape shape, DType dtype) {
        int id = slots.size();
        var slot = new Slot(id, "slot" + id, shape, dtype, Role.ACTIVATION, id, 0);
        slots.add(slot);
        offsets.put(id, bytes);
        bytes += (slot.bytes() + 255) / 256 * 256;
        return slot;
    }

    private MemoryPlan plan() {
        return new MemoryPlan(bytes, offsets, bytes, Map.of());
    }

    private static ReferenceBackend backend(int threads, Precision precision) {
        return new ReferenceBackend(Options.standard().withThreads(threads), precision);
    }

    private static void write(Memory memory, Slot slot, int... values) {
        memory.write(slot, MemorySegment.ofArray(values));
    }

    /** Enough work for the threads to be used. */
    @Test
    void theNumberOfThreadsDoesNotChangeABit() {
        var g = ConvGeometry.over(5, new ImageExtent(15, 13, 7), 9, Window.of(3, 2, 1), 1);
        Slot large = slot(g.largeShape(), DType.F32);
        Slot filter = slot(g.filterShape(), DType.F32);
        Slot small = slot(g.smallShape(), DType.F32);
        Slot image = slot(g.largeShape(), DType.F32);
        Slot gradient = slot(g.filterShape(), DType.F32);
        Slot product = slot(Shape.of(1365, 9), DType.F32);
        List<Op> ops = List.of(new Convolve(g, large, filter, small, Write.SET),
                new ConvolveAdjoint(g, small, filter, image, Write.SET),
                new FilterGradient(g, large, small, gradient, Write.SET),
                new Gemm(large, Layout.TRANSPOSED,
                        new Slot(99, "rows", Shape.of(5, 9), DType.F32, Role.ACTIVATION,
                                small.id(), 0),
                        Layout.PLAIN, product, Write.SET));
        List<double[]> first = null;
        for (int threads : new int[] {1, 2, 3, 7}) {
            try (var backend = backend(threads, Precision.SINGLE); var memory = backend.allocate(plan())) {
                for (Slot each : List.of(large, filter)) {
                    float[] values = Contents.signed().values(each.name(), each.elements());
                    memory.write(each, MemorySegment.ofArray(values));
                }
                backend.compile(ops, memory).run();
                var results = List.of(memory.read(small), memory.read(image), memory.read(gradient),
                        memory.read(product));
                if (first == null) {
                    first = results;
                }
                for (int i = 0; i < results.size(); i++) {
                    assertArrayEquals(first.get(i), results.get(i), threads + " threads, result " + i);
                }
            }
        }
    }

    @Test
    void slotsThatShareMemoryInThePlanShareItHere() {
        Slot a = slot(Shape.of(3), DType.F32);
        Slot b = new Slot(7, "b", Shape.of(3), DType.F32, Role.ACTIVATION, 7, 0);
        offsets.put(7, offsets.get(a.id()));
        try (var backend = backend(1, Precision.SINGLE); var memory = backend.allocate(plan())) {
            backend.compile(List.of(new Fill(2, a)), memory).run();
            assertArrayEquals(new double[] {2, 2, 2}, memory.read(b));
        }
    }

    @Test
    void storesAreRoundedInSingleAndNotInDouble() {
        Slot in = slot(Shape.of(1), DType.F32);
        Slot out = slot(Shape.of(1), DType.F32);
        for (Precision precision : Precision.values()) {
            try (var backend = backend(1, precision); var memory = backend.allocate(plan())) {
                memory.write(in, new double[] {1.0 / 3});
                backend.compile(List.of(new Scale(in, 1, out, Write.SET)), memory).run();
                double stored = precision == Precision.SINGLE ? 1 / 3f : 1.0 / 3;
                assertEquals(stored, memory.read(out)[0]);
            }
        }
    }

    /** The failure of a helping thread reaches the caller, and the backend goes on working. */
    @Test
    void aBadIndexIsNamedOnWhicheverThreadItIs() {
        Slot table = slot(Shape.of(4, 700), DType.F32);
        Slot indices = slot(Shape.of(128), DType.I32);
        Slot out = slot(Shape.of(128, 700), DType.F32);
        try (var backend = backend(3, Precision.SINGLE); var memory = backend.allocate(plan())) {
            var replay = backend.compile(List.of(new Gather(table, indices, out)), memory);
            for (int place : new int[] {0, 60, 127}) {
                int[] values = new int[128];
                values[place] = 4;
                write(memory, indices, values);
                var error = assertThrows(BackendException.class, replay::run);
                assertTrue(error.getMessage().contains("index 4 at place " + place), error.getMessage());
            }
            write(memory, indices, new int[128]);
            replay.run();
        }
    }

    @Test
    void aPlanBeyondTheHeapIsRefusedWithWhatToDo() {
        try (var backend = backend(1, Precision.SINGLE)) {
            var plan = new MemoryPlan(1L << 42, Map.of(), 1L << 42, Map.of());
            var error = assertThrows(BackendException.class, () -> backend.allocate(plan));
            assertTrue(error.getMessage().contains("4398046 MB") && error.getMessage().contains("-Xmx"),
                    error.getMessage());
        }
    }

    @Test
    void memoryOfAnotherBackendIsRefused() {
        try (var backend = backend(1, Precision.SINGLE)) {
            Memory foreign = new RecordingBackend(backend).allocate(new MemoryPlan(0, Map.of(), 0, Map.of()));
            assertThrows(BackendException.class, () -> backend.compile(List.of(), foreign));
        }
    }

    @Test
    void valuesOfAnotherSizeAreRefused() {
        Slot slot = slot(Shape.of(3), DType.F32);
        try (var backend = backend(1, Precision.SINGLE); var memory = backend.allocate(plan())) {
            assertThrows(IllegalArgumentException.class,
                    () -> memory.write(slot, MemorySegment.ofArray(new float[2])));
        }
    }
}
