package dev.hourglass.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hourglass.models.AutoencoderProgram;
import dev.hourglass.models.Tutorial;
import dev.hourglass.plan.Program;
import dev.hourglass.plan.Shape;
import dev.hourglass.spi.DeviceInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LargestBatchTest {
    private final IntFunction<Program> programs = batch -> AutoencoderProgram
            .inference(Tutorial.compression(Shape.of(8, 8, 1), 4), batch);

    @Test
    void isTheLastThatFits() {
        long memory = 10_000_000;
        int most = LargestBatch.of(programs, memory);
        assertTrue(programs.apply(most).plan().bytes() <= memory);
        assertTrue(programs.apply(most + 1).plan().bytes() > memory);
    }

    @Test
    void isNoneWhereNotEvenOneRowFits() {
        assertEquals(0, LargestBatch.of(programs, 1000));
    }

    private static DeviceInfo device(long memory) {
        return new DeviceInfo("reference", "a small machine", "1", 1, memory);
    }

    @Test
    void aBatchThatFitsIsTaken() {
        int most = LargestBatch.of(programs, 10_000_000);
        assertEquals(programs.apply(most).plan().bytes(),
                LargestBatch.fitting(programs, most, device(10_000_000)).plan().bytes());
    }

    @Test
    void aBatchTooLargeIsRefusedWithTheLargest() {
        int most = LargestBatch.of(programs, 10_000_000);
        var refused = assertThrows(WrongOption.class,
                () -> LargestBatch.fitting(programs, most + 1, device(10_000_000)));
        assertEquals(
                "--batch " + (most + 1)
                        + ": training takes 10.0 MB, more memory than the 10.0 MB that reference "
                        + "has on a small machine; the largest batch that fits is " + most,
                refused.getMessage());
        refused = assertThrows(WrongOption.class, () -> LargestBatch.fitting(programs, 1, device(1000)));
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
