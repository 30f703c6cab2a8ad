package dev.hourglass.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedDataTest {
    @TempDir
    private Path folder;

    @Test
    void whatIsReadIsWhatWasWritten() {
        var written = SharedData.of(TutorialModel.DENOISE, new Size(2, 32, 8));
        written.write(folder);
        var read = SharedData.read(folder);
        assertEquals(14, read.parameters().size());
        assertEquals(written.parameters(), read.parameters());
        for (int i = 0; i < 14; i++) {
            assertArrayEquals(written.values(i), read.values(i));
        }
        assertEquals(32, read.side());
        assertArrayEquals(written.clean(1, 3), read.clean(1, 3));
        assertArrayEquals(written.noisy(1, 3), read.noisy(1, 3));
    }

    @Test
    void denoisersSeeNoiseAndTheOthersDoNot() {
        var data = SharedData.of(TutorialModel.DENOISE, Size.of(4));
        float[] clean = data.input(TutorialModel.COMPRESS, 0, 4);
        float[] noisy = data.input(TutorialModel.DENOISE, 0, 4);
        double deviation = Math.sqrt(IntStream.range(0, clean.length)
                .filter(i -> clean[i] > 0.3 && clean[i] < 0.7)
                .mapToDouble(i -> Math.pow(noisy[i] - clean[i], 2)).average().orElseThrow());
        assertTrue(deviation > 0.2 && deviation < 0.45, "0.4 less what is clipped, found " + deviation);
        assertTrue(IntStream.range(0, noisy.length).allMatch(i -> noisy[i] >= 0 && noisy[i] <= 1));
    }

    @Test
    void batchesDifferAndLargeOnesRepeatImages() {
        var data = SharedData.of(TutorialModel.COMPRESS, Size.of(128));
        assertEquals(10, data.batches(128));
        assertEquals(1, data.batches(4096));
        assertFalse(Arrays.equals(data.clean(0, 128), data.clean(1, 128)));
        assertArrayEquals(data.clean(0, 1280), Arrays.copyOf(data.clean(0, 4096), 1280 * 784));
    }
}
