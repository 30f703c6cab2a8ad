package dev.hourglass.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.hourglass.plan.Program;
import dev.hourglass.plan.Routine;
import dev.hourglass.spi.Backend;
import dev.hourglass.spi.BackendException;
import dev.hourglass.spi.Options;
import dev.hourglass.spi.Options.Arithmetic;
import dev.hourglass.spi.Session;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How a routine runs: as one graph, or launch by launch, with the same bits either way. */
@ExtendWith(NothingLeft.class)
class CudaReplayTest {
    private static final int BATCH = 3;
    private static final int STEPS = 3;

    @AfterEach
    void forget() {
        System.clearProperty(Execution.PROPERTY);
    }

    private static Backend open(String execution) {
        return open(execution, Arithmetic.STRICT);
    }

    private static Backend open(String execution, Arithmetic arithmetic) {
        System.setProperty(Execution.PROPERTY, execution);
        return new CudaProvider().open(Options.standard().withArithmetic(arithmetic));
    }

    @Test
    void aStepIsOneLaunchOfAGraph() {
        assumeFalse(FakeCuda.isReal(), "counts calls of the fake driver");
        try (var backend = open("graph"); var session = Digits.open(Digits.denoiser(BATCH), backend, BATCH)) {
            backend.await();
            long graphs = FakeCuda.graphLaunches();
            long launches = FakeCuda.calls("cuLaunchKernel");
            long gemms = FakeCuda.calls("cublasSgemm") + FakeCuda.calls("cudnnConvolution");
            long memory = FakeCuda.calls("cuMemAlloc") + FakeCuda.calls("cuMemcpyDtoHAsync");
            for (int step = 0; step < STEPS; step++) {
                session.run(Routine.TRAIN_STEP);
            }
            assertEquals(graphs + STEPS, FakeCuda.graphLaunches());
            assertEquals(launches, FakeCuda.calls("cuLaunchKernel"));
            assertEquals(gemms, FakeCuda.calls("cublasSgemm") + FakeCuda.calls("cudnnConvolution"));
            assertEquals(memory, FakeCuda.calls("cuMemAlloc") + FakeCuda.calls("cuMemcpyDtoHAsync"));
            long ran = FakeCuda.kernelLaunches();
            session.await();
            assertTrue(FakeCuda.kernelLaunches() > ran, "nothing ran before it was waited for");
        }
    }

    @ParameterizedTest
    @EnumSource(value = Arithmetic.class, names = {"STRICT", "MIXED"})
    void launchByLaunchGivesTheSameBits(Arithmetic arithmetic) {
        for (Program program : new Program[] {Digits.denoiser(BATCH), Digits.compressor(BATCH)}) {
            float[] graph = train(program, "graph", arithmetic);
            assertArrayEquals(graph, train(program, "eager", arithmetic), "eager");
            assertArrayEquals(graph, train(program, "checked", arithmetic), "checked");
        }
    }

    private static float[] train(Program program, String execution, Arithmetic arithmetic) {
        try (var backend = open(execution, arithmetic)) {
            return Digits.train(program, backend, BATCH, STEPS);
        }
    }

    @Test
    void anUnknownExecutionIsRefused() {
        var error = assertThrows(BackendException.class, () -> open("fast").close());
        assertTrue(error.getMessage().contains("graph, eager or checked, found 'fast'"), error.getMessage());
    }

    @Test
    void aRefusedCaptureNamesTheOpAndLeavesTheDeviceUsable() {
        assumeFalse(FakeCuda.isReal(), "on a real GPU nothing is made to fail");
        Program program = Digits.denoiser(BATCH);
        try (var backend = open("graph")) {
            FakeCuda.fail("cuLaunchKernel", 900, 2);
            var error = assertThrows(BackendException.class, () -> Session.open(program, backend).close());
            assertTrue(error.getMessage().contains("cannot be captured into a graph"), error.getMessage());
            assertTrue(error.getMessage().contains("CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED"),
                    error.getMessage());
            assertTrue(error.getMessage().contains(Execution.PROPERTY + "=eager"), error.getMessage());
            assertTrue(error.getMessage().matches("(?s)cuda: (\\w+) .* into .*\\[3x28x28x1\\].*"),
                    error.getMessage());
            assertEquals(STEPS + 1, Digits.train(program, backend, BATCH, STEPS + 1).length
                    - Digits.train(program, backend, BATCH, 0).length);
        }
    }

    @Test
    void checkedNamesTheOpThatFails() {
        assumeFalse(FakeCuda.isReal(), "on a real GPU nothing is made to fail");
        try (var backend = open("checked");
                var session = Digits.open(Digits.denoiser(BATCH), backend, BATCH)) {
            FakeCuda.fail("cudnnConvolution", 1, 0);
            var error = assertThrows(BackendException.class, () -> session.run(Routine.TRAIN_STEP));
            assertTrue(error.getMessage().startsWith("Convolve"), error.getMessage());
            assertTrue(error.getMessage().contains("cuDNN says CUDNN_STATUS_EXECUTION_FAILED"),
                    error.getMessage());
        }
    }
}
