package dev.hourglass.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.hourglass.plan.Ports;
import dev.hourglass.plan.Program;
import dev.hourglass.spi.BackendException;
import dev.hourglass.spi.Options;
import dev.hourglass.spi.Session;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a session takes of the device is known before it is opened. */
@ExtendWith(NothingLeft.class)
class SessionBytesTest {
    /** The plan, five routines and the trials are each rounded up to the pieces the driver gives away. */
    private static final long ROUNDING = 7 * (2L << 20);

    @Test
    void isNoLessThanWhatIsTakenAndLittleMore() {
        assumeFalse(FakeCuda.isReal(), "counts the bytes of the fake driver");
        try (var backend = new CudaProvider().open(Options.standard())) {
            for (int batch : new int[] {1, 7, 64}) {
                for (Program program : new Program[] {Digits.denoiser(batch), Digits.compressor(batch)}) {
                    long allocations = FakeCuda.allocations();
                    FakeCuda.mostTaken();
                    long before = FakeCuda.mostTaken();
                    long foreseen = backend.bytes(program);
                    assertEquals(before, FakeCuda.mostTaken(), "nothing is taken to find out");
                    Session.open(program, backend).close();
                    long taken = FakeCuda.mostTaken() - before;
                    assertTrue(taken <= foreseen, taken + " taken, " + foreseen + " foreseen");
                    assertTrue(foreseen - taken <= ROUNDING, taken + " taken, " + foreseen + " foreseen");
                    assertTrue(foreseen > program.plan().bytes(), "scratch memory is forgotten");
                    assertEquals(allocations, FakeCuda.allocations());
                }
            }
        }
    }

    @Test
    void theMemoryOfAnOpenedDeviceIsWhatIsFreeLessSomeForItsLibraries() {
        assumeFalse(FakeCuda.isReal(), "counts the bytes of the fake driver");
        try (var backend = new CudaProvider().open(Options.standard())) {
            FakeCuda.mostTaken();
            long free = (2048L << 20) - FakeCuda.mostTaken();
            assertEquals(free - free / 16, backend.device().memory());
        }
    }

    /** Others may take memory between the look and the grasp. */
    @Test
    void rowsThatFindNoMemoryAfterAllAreBroughtInstead() {
        assumeFalse(FakeCuda.isReal(), "on a real GPU nothing is made to fail");
        Program program = Digits.compressor(2);
        try (var backend = new CudaProvider().open(Options.standard());
                var session = Session.open(program, backend)) {
            FakeCuda.fail("cuMemAlloc", 2, 0);
            assertTrue(session.store(program.port(Ports.INPUT), 10).isEmpty());
            try (var rows = session.store(program.port(Ports.INPUT), 10).orElseThrow()) {
                assertTrue(rows != null);
            }
        }
    }

    @Test
    void aTrialThatFindsNoMemoryIsASentence() {
        assumeFalse(FakeCuda.isReal(), "on a real GPU nothing is made to fail");
        try (var backend = new CudaProvider().open(Options.standard())) {
            FakeCuda.fail("cuMemAlloc", 2, 1);
            try {
                Session.open(Digits.denoiser(2), backend).close();
            } catch (BackendException e) {
                assertTrue(e.getMessage().contains("trying the convolution")
                        && e.getMessage().contains("take a smaller batch"), e.getMessage());
                return;
            }
            throw new AssertionError("nothing was refused");
        }
    }
}
