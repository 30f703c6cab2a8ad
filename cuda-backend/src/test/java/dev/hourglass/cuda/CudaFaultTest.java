package dev.hourglass.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.hourglass.plan.DType;
import dev.hourglass.plan.MemoryOp.Gather;
import dev.hourglass.plan.MemoryPlan;
import dev.hourglass.plan.Program;
import dev.hourglass.plan.Role;
import dev.hourglass.plan.Routine;
import dev.hourglass.plan.Shape;
import dev.hourglass.plan.Slot;
import dev.hourglass.reference.ReferenceProvider;
import dev.hourglass.spi.Backend;
import dev.hourglass.spi.BackendException;
import dev.hourglass.spi.Backends;
import dev.hourglass.spi.Options;
import dev.hourglass.spi.Options.Arithmetic;
import dev.hourglass.spi.Session;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What goes wrong is said in words, and leaves nothing behind. */
@ExtendWith(NothingLeft.class)
class CudaFaultTest {
    private static final int BATCH = 2;

    private static Backend open() {
        return new CudaProvider().open(Options.standard());
    }

    @Test
    void anIndexOutsideTheTableIsReportedWhereSomebodyWaits() {
        Slot table = new Slot(0, "table", Shape.of(3, 2), DType.F32, Role.INPUT, 0, 0);
        Slot indices = new Slot(1, "order", Shape.of(4), DType.I32, Role.INPUT, 1, 0);
        Slot out = new Slot(2, "rows", Shape.of(4, 2), DType.F32, Role.RESULT, 2, 0);
        var plan = new MemoryPlan(768, Map.of(0, 0L, 1, 256L, 2, 512L), 768, Map.of());
        try (var backend = open();
                var memory = backend.allocate(plan);
                var replay = backend.compile(List.of(new Gather(table, indices, out)), memory)) {
            memory.write(table, MemorySegment.ofArray(new float[] {1, 2, 3, 4, 5, 6}));
            memory.write(indices, MemorySegment.ofArray(new int[] {0, 2, 3, 1}));
            replay.run();
            var error = assertThrows(BackendException.class, backend::await);
            assertEquals("Gather: index 3 at place 2 of order[4] is not in [0, 3)", error.getMessage());
            memory.write(indices, MemorySegment.ofArray(new int[] {0, 2, 2, 1}));
            replay.run();
            float[] rows = new float[8];
            memory.read(out, MemorySegment.ofArray(rows));
            assertArrayEquals(new float[] {1, 2, 5, 6, 5, 6, 3, 4}, rows);
        }
    }

    @Test
    void memoryThatDoesNotSufficeIsForeseenAndSurvived() {
        try (var backend = open()) {
            long bytes = 1L << 45;
            var error = assertThrows(BackendException.class,
                    () -> backend.allocate(new MemoryPlan(bytes, Map.of(), bytes, Map.of())));
            assertTrue(error.getMessage().contains("the program needs 33554432 MB"), error.getMessage());
            assertTrue(error.getMessage().contains("take a smaller batch"), error.getMessage());
            assertEquals(1, Digits.train(Digits.denoiser(BATCH), backend, BATCH, 2).length
                    - Digits.train(Digits.denoiser(BATCH), backend, BATCH, 1).length);
        }
    }

    @Test
    void memoryThatIsGoneWhileCompilingLeavesNothingBehind() {
        assumeFalse(FakeCuda.isReal(), "on a real GPU nothing is made to fail");
        try (var backend = open()) {
            Program program = Digits.compressor(BATCH);
            for (int after = 0; after < 12; after++) {
                long before = FakeCuda.allocations();
                FakeCuda.fail("cuMemAlloc", 2, after);
                try (var session = Session.open(program, backend)) {
                    assertTrue(after > 2, "an allocation failed and nobody noticed");
                } catch (BackendException e) {
                    assertTrue(e.getMessage().contains(" needs "), e.getMessage());
                }
                FakeCuda.fail("cuMemAlloc", 0, 0);
                assertEquals(before, FakeCuda.allocations(), "after " + after + " allocations");
            }
        }
    }

    @Test
    void aFailureWhileOpeningLeavesNothingBehind() {
        assumeFalse(FakeCuda.isReal(), "on a real GPU nothing is made to fail");
        for (String call : List.of("cuDevicePrimaryCtxRetain", "cuStreamCreate", "cuModuleLoadData",
                "cuModuleGetFunction", "cuMemAlloc", "cuMemAllocHost", "cuEventCreate", "cublasCreate",
                "cudnnCreate")) {
            FakeCuda.fail(call, 2, 0);
            assertThrows(BackendException.class, () -> open().close(), call);
            assertEquals(0, FakeCuda.allocations(), call);
            assertEquals(0, FakeCuda.streams(), call);
        }
    }

    /** After an illegal access every call fails; closing must still end. */
    @Test
    void aLostDeviceIsReportedAndCanBeClosed() {
        assumeFalse(FakeCuda.isReal(), "on a real GPU nothing is made to fail");
        try (var backend = open(); var session = Digits.open(Digits.denoiser(BATCH), backend, BATCH)) {
            session.run(Routine.TRAIN_STEP);
            FakeCuda.breakDevice(700);
            var error = assertThrows(BackendException.class, session::await);
            assertTrue(error.getMessage().contains("CUDA_ERROR_ILLEGAL_ADDRESS"), error.getMessage());
            assertTrue(error.getMessage().contains("the last checkpoint"), error.getMessage());
            assertThrows(BackendException.class, () -> session.run(Routine.TRAIN_STEP));
        } finally {
            FakeCuda.breakDevice(0);
        }
    }

    @Test
    void memoryOfAnotherBackendIsRefused() {
        var plan = new MemoryPlan(256, Map.of(), 256, Map.of());
        try (var backend = open();
                var other = new ReferenceProvider().open(Options.standard());
                var memory = other.allocate(plan)) {
            var error = assertThrows(BackendException.class, () -> backend.compile(List.of(), memory));
            assertTrue(error.getMessage().contains("ReferenceMemory"), error.getMessage());
        }
    }

    @Test
    void theNameSaysWhichGpuAndWhichArithmetic() {
        try (var choice = Backends.open("cuda:fast!", Options.standard())) {
            assertEquals("cuda:fast", choice.backend().device().backend());
            assertEquals(Arithmetic.FAST, choice.backend().arithmetic());
            assertFalse(choice.isFallback());
        }
        assumeFalse(FakeCuda.isReal(), "there may be a second one");
        var error = assertThrows(BackendException.class,
                () -> Backends.open("cuda:1!", Options.standard()).close());
        assertTrue(error.getMessage().contains("GPU number 1 was asked for and there is 1, number 0"),
                error.getMessage());
    }

    @Test
    void whatIsClosedSaysSo() {
        var backend = open();
        var memory = backend.allocate(new MemoryPlan(256, Map.of(), 256, Map.of()));
        backend.close();
        assertThrows(BackendException.class, backend::await);
        memory.close();
        backend.close();
    }

    @Test
    void twoSessionsAndTwoThreadsDoNotDisturbEachOther() {
        Program program = Digits.denoiser(BATCH);
        float[] expected;
        try (var backend = open()) {
            expected = Digits.train(program, backend, BATCH, 3);
        }
        try (var backend = open();
                var first = Digits.open(program, backend, BATCH);
                var second = Digits.open(program, backend, BATCH)) {
            first.run(Routine.TRAIN_STEP);
            assertArrayEquals(expected, Digits.train(program, backend, BATCH, 3));
            second.run(Routine.TRAIN_STEP);
            second.await();
        }
        var threads = List.of(1, 2).stream().map(each -> CompletableFuture.supplyAsync(() -> {
            try (var backend = open()) {
                return Digits.train(program, backend, BATCH, 3);
            }
        })).toList();
        threads.forEach(each -> assertArrayEquals(expected, each.join()));
    }
}
