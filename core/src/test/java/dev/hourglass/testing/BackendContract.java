package dev.hourglass.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.hourglass.plan.DType;
import dev.hourglass.plan.MemoryPlan;
import dev.hourglass.plan.Role;
import dev.hourglass.plan.Routine;
import dev.hourglass.plan.Shape;
import dev.hourglass.plan.Slot;
import dev.hourglass.spi.Availability;
import dev.hourglass.spi.Backend;
import dev.hourglass.spi.BackendException;
import dev.hourglass.spi.BackendProvider;
import dev.hourglass.spi.Memory;
import dev.hourglass.spi.Options;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * What every backend must do. A backend's test class extends this one and names its provider; nothing is
 * skipped and nothing can be switched off.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class BackendContract {
    private Backend backend;

    /** The provider of the backend under test. */
    protected abstract BackendProvider provider();

    /** How the backend is opened; results do not depend on the number of threads. */
    protected Options options() {
        return Options.standard();
    }

    @BeforeAll
    final void openBackend() {
        backend = provider().open(options());
    }

    @AfterAll
    final void closeBackend() {
        if (backend != null) {
            backend.close();
        }
    }

    @Test
    void providerSaysWhatItOffers() {
        var ready = assertInstanceOf(Availability.Ready.class, provider().probe());
        assertEquals(provider().name(), ready.device().backend());
        assertEquals(options().name(provider().name()), backend.device().backend());
        assertEquals(options().arithmetic(), backend.arithmetic());
        assertTrue(provider().name().matches("[a-z][a-z0-9]*"), provider().name());
        assertFalse(backend.device().device().isBlank());
        assertFalse(backend.device().version().isBlank());
        assertTrue(backend.device().threads() >= 1);
        assertTrue(backend.device().memory() > 0);
    }

    /** Each op, in memory of its own and as views, against the reference in double. */
    @TestFactory
    Stream<DynamicTest> everyOpAgreesWithItsDefinition() {
        return OpCases.all().stream()
                .map(each -> dynamicTest(each.name(), () -> CaseCheck.check(backend, each)));
    }

    /** The first case of each kind of op and setting, again and again. */
    @TestFactory
    Stream<DynamicTest> runsAllocateNothing() {
        var first = new LinkedHashMap<String, OpCase>();
        OpCases.all().forEach(each -> first.putIfAbsent(each.name().replaceFirst("[ ,].*", ""), each));
        return first.values().stream().filter(each -> each.op().flops() < 10_000)
                .map(each -> dynamicTest(each.name(), () -> AllocationCheck.check(backend, each)));
    }

    /** Programs of many ops, whose slots share memory, forward and backward. */
    @TestFactory
    Stream<DynamicTest> programsAgreeWithTheReference() {
        return Programs.all().entrySet().stream().map(
                each -> dynamicTest(each.getKey(),
                        () -> ProgramCheck.checkGradients(backend, each.getValue())));
    }

    /** A few steps of training, twice. */
    @TestFactory
    Stream<DynamicTest> trainingAgreesWithTheReferenceAndItself() {
        return TrainingProgram.all().entrySet().stream().map(
                each -> dynamicTest(each.getKey(),
                        () -> ProgramCheck.checkTraining(backend, each.getValue())));
    }

    /**
     * A thousand steps of training one program; of the others, as many as show that a step does not allocate.
     */
    @TestFactory
    Stream<DynamicTest> trainingAllocatesNothing() {
        return TrainingProgram.all().entrySet().stream().map(each -> dynamicTest(each.getKey(), () -> {
            try (var session = each.getValue().open(backend)) {
                int steps = each.getKey().startsWith("compressor") ? 1000 : 50;
                AllocationCheck.check(each.getKey(), backend, steps, () -> session.run(Routine.TRAIN_STEP));
            }
        }));
    }

    @Test
    void memoryStartsAtZero() {
        Slot slot = new Slot(0, "slot", Shape.of(1000), DType.F32, Role.ACTIVATION, 0, 0);
        try (Memory memory = backend.allocate(plan(Map.of(0, 0L), 4096))) {
            float[] values = new float[1000];
            Arrays.fill(values, 1);
            memory.read(slot, MemorySegment.ofArray(values));
            assertArrayEquals(new float[1000], values);
        }
    }

    @Test
    void whatIsWrittenCanBeReadThroughAnyView() {
        Slot root = new Slot(0, "root", Shape.of(4, 6), DType.F32, Role.ACTIVATION, 0, 0);
        Slot view = new Slot(1, "view", Shape.of(3, 2), DType.F32, Role.ACTIVATION, 0, 7);
        Slot other = new Slot(2, "other", Shape.of(2), DType.I32, Role.CONTROL, 2, 0);
        try (Memory memory = backend.allocate(plan(Map.of(0, 256L, 2, 0L), 1024));
                Arena arena = Arena.ofConfined()) {
            float[] values = Contents.signed().values("root", 24);
            memory.write(root, MemorySegment.ofArray(values));
            memory.write(other, MemorySegment.ofArray(new int[] {Integer.MIN_VALUE, 16_777_217}));
            float[] seen = new float[6];
            memory.read(view, MemorySegment.ofArray(seen));
            assertArrayEquals(Arrays.copyOfRange(values, 7, 13), seen);

            MemorySegment segment = arena.allocate(view.bytes());
            memory.read(view, segment);
            assertArrayEquals(seen, segment.toArray(ValueLayout.JAVA_FLOAT));
            segment.setAtIndex(ValueLayout.JAVA_FLOAT, 5, 42);
            memory.write(view, segment);
            values[12] = 42;
            float[] all = new float[24];
            memory.read(root, MemorySegment.ofArray(all));
            assertArrayEquals(values, all);
            int[] integers = new int[2];
            memory.read(other, MemorySegment.ofArray(integers));
            assertArrayEquals(new int[] {Integer.MIN_VALUE, 16_777_217}, integers);
        }
    }

    /** Infinities and not-a-number are values like others on the way in and out. */
    @Test
    void specialValuesSurvive() {
        Slot slot = new Slot(0, "slot", Shape.of(5), DType.F32, Role.ACTIVATION, 0, 0);
        float[] values = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.MIN_VALUE, -0f};
        try (Memory memory = backend.allocate(plan(Map.of(0, 0L), 256))) {
            memory.write(slot, MemorySegment.ofArray(values));
            float[] read = new float[5];
            memory.read(slot, MemorySegment.ofArray(read));
            assertArrayEquals(values, read);
        }
    }

    /** Not every backend keeps rows; one that does gives those asked for, in the order of the numbers. */
    @Test
    void whereRowsAreKeptABatchIsTheRowsChosen() {
        Slot batch = new Slot(0, "batch", Shape.of(3, 5), DType.F32, Role.INPUT, 0, 0);
        var plan = new MemoryPlan(256, Map.of(0, 0L), 256, Map.of());
        int rows = 1000;
        float[] values = new float[5 * rows];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        try (Memory memory = backend.allocate(plan)) {
            memory.store(batch, rows).ifPresent(store -> {
                try (store) {
                    int first = 5 * 600;
                    store.write(0, MemorySegment.ofArray(Arrays.copyOf(values, first)));
                    store.write(600,
                            MemorySegment.ofArray(Arrays.copyOfRange(values, first, values.length)));
                    for (int[] numbers : new int[][] {{999, 0, 600}, {7, 7, 599}}) {
                        store.take(MemorySegment.ofArray(numbers));
                        float[] found = new float[15];
                        memory.read(batch, MemorySegment.ofArray(found));
                        for (int i = 0; i < found.length; i++) {
                            assertEquals(values[numbers[i / 5] * 5 + i % 5], found[i]);
                        }
                    }
                    assertThrows(IllegalArgumentException.class,
                            () -> store.write(999, MemorySegment.ofArray(new float[10])));
                    assertThrows(IllegalArgumentException.class,
                            () -> store.take(MemorySegment.ofArray(new int[4])));
                }
            });
        }
    }

    @Test
    void tooLargeAPlanIsRefusedWithBothSizes() {
        long bytes = 1L << 50;
        var error = assertThrows(BackendException.class,
                () -> backend.allocate(plan(Map.of(0, 0L), bytes)).close());
        assertTrue(error.getMessage().chars().filter(Character::isDigit).count() > 2, error.getMessage());
    }

    @Test
    void anEmptyListOfOpsRuns() {
        try (Memory memory = backend.allocate(plan(Map.of(), 256));
                var replay = backend.compile(List.of(), memory)) {
            replay.run();
            backend.await();
        }
    }

    private static MemoryPlan plan(Map<Integer, Long> offsets, long bytes) {
        return new MemoryPlan(bytes, offsets, bytes, Map.of());
    }
}
