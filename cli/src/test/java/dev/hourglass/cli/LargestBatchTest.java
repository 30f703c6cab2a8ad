package dev.hourglass.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hourglass.models.AutoencoderProgram;
import dev.hourglass.models.Tutorial;
import dev.hourglass.plan.MemoryPlan;
import dev.hourglass.plan.Op;
import dev.hourglass.plan.Program;
import dev.hourglass.plan.Shape;
import dev.hourglass.spi.Backend;
import dev.hourglass.spi.DeviceInfo;
import dev.hourglass.spi.Memory;
import dev.hourglass.spi.Replay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LargestBatchTest {
    private final IntFunction<Program> programs = batch -> AutoencoderProgram
            .inference(Tutorial.compression(Shape.of(8, 8, 1), 4), batch);

    @Test
    void isTheLastThatFits() {
        long memory = 10_000_000;
        int most = LargestBatch.of(programs, room(memory));
        assertTrue(programs.apply(most).plan().bytes() <= memory);
        assertTrue(programs.apply(most + 1).plan().bytes() > memory);
    }

    @Test
    void isNoneWhereNotEvenOneRowFits() {
        assertEquals(0, LargestBatch.of(programs, room(1000)));
    }

    /** A backend that is only asked how much memory there is, and how much a session takes. */
    private record Small(DeviceInfo device, long besides) implements Backend {

        @Override
        public long bytes(Program program) {
            return program.plan().bytes() + besides;
        }

        @Override
        public Memory allocate(MemoryPlan plan) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Replay compile(List<Op> ops, Memory memory) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void await() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {
            throw new UnsupportedOperationException();
        }
    }

    private static LargestBatch.Room room(long memory) {
        return room(memory, 0, 0);
    }

    private static LargestBatch.Room room(long memory, long besides, long otherSessions) {
        return new LargestBatch.Room(
                new Small(new DeviceInfo("reference", "a small machine", "1", 1, memory), besides),
                otherSessions);
    }

    @Test
    void whatABackendTakesBesidesThePlanCounts() {
        int most = LargestBatch.of(programs, room(10_000_000, 4_000_000, 0));
        assertEquals(LargestBatch.of(programs, room(6_000_000)), most);
        assertEquals(most, LargestBatch.of(programs, room(10_000_000, 1_000_000, 3_000_000)));
        assertTrue(most < LargestBatch.of(programs, room(10_000_000)));
    }

    @Test
    void aBatchThatFitsIsTaken() {
        int most = LargestBatch.of(programs, room(10_000_000));
        assertEquals(programs.apply(most).plan().bytes(),
                LargestBatch.fitting(programs, most, room(10_000_000)).plan().bytes());
    }

    @Test
    void aBatchTooLargeIsRefusedWithTheLargest() {
        int most = LargestBatch.of(programs, room(10_000_000));
        var refused = assertThrows(WrongOption.class,
                () -> LargestBatch.fitting(programs, most + 1, room(10_000_000)));
        assertEquals(
                "--batch " + (most + 1)
                        + ": training takes 10.0 MB, more memory than the 10.0 MB that reference "
                        + "has on a small machine; the largest batch that fits is " + most,
                refused.getMessage());
        refused = assertThrows(WrongOption.class, () -> LargestBatch.fitting(programs, 1, room(1000)));
        assertTrue(
                refused.getMessage()
                        .endsWith("not even a batch of 1 fits: take a smaller model or smaller images"),
                refused.getMessage());
    }

    /** No slot counts so many elements; the message is the same. */
    @Test
    void fromTheCommandLineNothingIsBegun(@TempDir Path folder) throws IOException {
        Path out = folder.resolve("out");
        var run = Cli.line("train compress --batch 2000000000 --backend reference", "--data",
                TestImages.npy(folder, 24), "--out", out)
                .isRefused("--batch 2000000000: training takes more memory than the ",
                        " that reference has on ", "; the largest batch that fits is ");
        assertFalse(run.err().contains("Backend"), run.err());
        assertFalse(Files.exists(out));
    }
}
