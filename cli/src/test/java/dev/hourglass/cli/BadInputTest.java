package dev.hourglass.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hourglass.data.DataException;
import dev.hourglass.data.IdxDataset;
import dev.hourglass.data.Npy;
import dev.hourglass.data.NpyArray;
import dev.hourglass.data.Npz;
import dev.hourglass.plan.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each bad input is one clear line and exit code 2, and leaves nothing half-written. */
class BadInputTest {
    @TempDir
    private Path folder;

    private void isRefused(Path data, String... fragments) {
        Path out = folder.resolve("out");
        Cli.line("train compress --backend reference --epochs 1", "--data", data, "--out", out)
                .isRefused(fragments);
        assertFalse(Files.exists(out), "an output folder was left behind");
    }

    private static void cut(Path file, int bytes) throws IOException {
        byte[] all = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(all, all.length - bytes));
    }

    private Path idx(String name, int images) {
        Path file = folder.resolve(name);
        IdxDataset.write(file, Shape.of(images, TestImages.SIDE, TestImages.SIDE), TestImages.bytes(images));
        return file;
    }

    @Test
    void aTruncatedIdxFile() throws IOException {
        Path file = idx("cut.idx", 4);
        cut(file, 10);
        isRefused(file, "cut.idx", "256", "246");
    }

    @Test
    void anIdxFileThatLiesAboutItsSize() throws IOException {
        Path file = idx("lie.idx", 4);
        byte[] all = Files.readAllBytes(file);
        all[4] = 0x70;
        Files.write(file, all);
        isRefused(file, "lie.idx");
    }

    @Test
    void aTruncatedNpzFile() throws IOException {
        Path file = folder.resolve("cut.npz");
        Npz.write(file, Map.of("X", NpyArray.of(TestImages.bytes(4), 4, 8, 8)));
        cut(file, 30);
        isRefused(file, "cut.npz");
    }

    @Test
    void anNpyFileThatLiesAboutItsSize() throws IOException {
        Path file = TestImages.npy(folder, 4);
        cut(file, 1);
        isRefused(file, file.getFileName().toString());
    }

    @Test
    void aTruncatedPngFile() throws IOException {
        Path pictures = Files.createDirectory(folder.resolve("pictures"));
        TestImages.png(pictures.resolve("a.png"), 8, 8);
        cut(TestImages.png(pictures.resolve("b.png"), 8, 8), 40);
        isRefused(pictures, "b.png");
    }

    @Test
    void picturesOfMixedSize() throws IOException {
        Path pictures = Files.createDirectory(folder.resolve("pictures"));
        TestImages.png(pictures.resolve("a.png"), 8, 8);
        TestImages.png(pictures.resolve("b.png"), 8, 9);
        isRefused(pictures, "b.png", "8x8", "9x8");
    }

    @Test
    void anEmptyFolder() throws IOException {
        isRefused(Files.createDirectory(folder.resolve("empty")), "empty folder");
    }

    @Test
    void moreLabelsThanImages() {
        Path images = idx("train-images-idx3-ubyte", 4);
        IdxDataset.write(folder.resolve("train-labels-idx1-ubyte"), Shape.of(5), new byte[5]);
        isRefused(images, "train-labels-idx1-ubyte", "expected 4 labels", "found 5");
    }

    @Test
    void valuesThatAreNotNumbersOrNoGreyLevels() {
        Path file = folder.resolve("values.npy");
        var values = new float[4 * 8 * 8];
        values[70] = Float.NaN;
        Npy.write(file, NpyArray.of(values, 4, 8, 8));
        isRefused(file, "values.npy", "NaN");
        values[70] = 200;
        Npy.write(file, NpyArray.of(values, 4, 8, 8));
        isRefused(file, "values.npy", "image 1", "from 0 to 1", "200");
    }

    @Test
    void tablesInsteadOfImages() throws IOException {
        Path file = folder.resolve("table.csv");
        for (String text : new String[] {"0.1,0.2\n0.3,0.4\n0.5,0.6\n0.7,0.8\n", "x,y\n1,red\n2,blue\n"}) {
            Files.writeString(file, text);
            Cli.line("train denoise --backend reference", "--data", file, "--out", folder.resolve("out"))
                    .isRefused("table.csv", "expected images, found a table");
        }
    }

    @Test
    void dataThatIsNowhere() {
        isRefused(folder.resolve("nothing"), "is neither a known data set", "digits");
    }

    @Test
    void knownDataThatIsNowhereAndMayNotBeFetched() {
        Cli.line("train compress --data mnist --offline --backend reference", "--data-dir",
                folder.resolve("none"),
                "--out", folder.resolve("out")).isRefused("none");
    }

    @Test
    void anOutputFolderThatIsAFile() throws IOException {
        Path data = TestImages.npy(folder, 8);
        Path file = Files.writeString(folder.resolve("file"), "precious");
        Cli.line("train compress --backend reference", "--data", data, "--out", file)
                .isRefused("found a file");
        Cli.line("train compress --backend reference", "--data", data, "--out", file.resolve("below"))
                .isRefused("cannot be written to");
        assertEquals("precious", Files.readString(file));
    }

    @Test
    void anOutputFolderThatNobodyCanWriteTo() {
        Path proc = Path.of("/proc/sys");
        assumeTrue(Files.isDirectory(proc), "a file system that refuses even root");
        Path data = TestImages.npy(folder, 8);
        Cli.line("train compress --backend reference", "--data", data, "--out", proc.resolve("hourglass"))
                .isRefused("/proc/sys/hourglass", "cannot be written to");
        Cli.line("train compress --backend reference", "--data", data, "--out", proc).isRefused("/proc/sys");
    }

    @Test
    void aDiskWithTooLittleRoom() throws IOException {
        Path out = folder.resolve("out");
        long room = Files.getFileStore(folder).getUsableSpace();
        var e = assertThrows(DataException.class, () -> OutputFolder.prepare(out, room * 2));
        assertTrue(e.getMessage().contains("expected room for"), e.getMessage());
        assertFalse(Files.exists(out));
    }

    @Test
    void aDiskThatIsFullInTheEnd() throws IOException {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "a device that is always full");
        Path out = Files.createDirectory(folder.resolve("out"));
        Path link = Files.createSymbolicLink(out.resolve("report.json"), full);
        Cli.line("train compress --backend reference --epochs 1", "--data", TestImages.npy(folder, 16),
                "--out", out)
                .isRefused("report.json", "No space left");
        Files.delete(link);
        try (Stream<Path> left = Files.list(out)) {
            assertTrue(left.noneMatch(each -> each.toString().endsWith(".tmp")));
        }
    }
}
