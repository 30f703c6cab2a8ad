package dev.hourglass.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hourglass.data.Datasets;
import dev.hourglass.data.IdxDataset;
import dev.hourglass.data.Npy;
import dev.hourglass.data.NpyArray;
import dev.hourglass.data.Npz;
import dev.hourglass.data.PngFile;
import dev.hourglass.plan.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApplyTest {
    @TempDir
    private static Path models;
    private static Path compressor;
    private static Path denoiser;

    @TempDir
    private Path folder;

    @BeforeAll
    static void train() {
        compressor = TestImages.trained(models, Task.COMPRESS);
        denoiser = TestImages.trained(models, Task.DENOISE);
    }

    private Cli apply(String command, Path model, Path in, Path out) {
        return Cli.line(command + " --backend reference --batch 5", "--model", model, "--in", in, "--out",
                out);
    }

    @Test
    void decodingCodesGivesWhatReconstructingGives() {
        for (Path model : List.of(compressor, denoiser)) {
            Path images = TestImages.npy(folder, 12);
            Path codes = folder.resolve("codes.npy");
            Path decoded = folder.resolve("decoded.npy");
            Path reconstructed = folder.resolve("reconstructed.npy");
            apply("encode", model, images, codes).succeeds();
            apply("decode", model, codes, decoded).succeeds();
            var run = apply("reconstruct", model, images, reconstructed).succeeds();
            var error = Pattern.compile(": 12 images, MSE (\\S+), PSNR").matcher(run.out());
            assertTrue(error.find() && Double.parseDouble(error.group(1)) < 0.1, run.out());
            assertEquals(List.of(12, 8, 8, 1), Npy.read(decoded).extents());
            assertArrayEquals(Npy.read(reconstructed).toFloats(), Npy.read(decoded).toFloats(), 1e-6f);
        }
        assertEquals(List.of(12, 2, 2, 32), Npy.read(folder.resolve("codes.npy")).extents());
    }

    @Test
    void labelsGoWithTheCodes() {
        Path images = folder.resolve("train-images-idx3-ubyte");
        IdxDataset.write(images, Shape.of(3, 8, 8), TestImages.bytes(3));
        IdxDataset.write(folder.resolve("train-labels-idx1-ubyte"), Shape.of(3), new byte[] {4, 5, 6});
        Path codes = folder.resolve("codes.npz");
        apply("encode", compressor, images, codes).succeeds();
        var arrays = Npz.read(codes);
        assertEquals(List.of(3, 8), arrays.get("X").extents());
        assertArrayEquals(new double[] {4, 5, 6}, arrays.get("y").toDoubles());
    }

    @Test
    void aFolderOfPicturesMayMixSizesForASizeFreeModel() throws IOException {
        Path noisy = folder.resolve("noisy");
        Files.createDirectories(noisy.resolve("more"));
        TestImages.png(noisy.resolve("a.png"), 11, 7);
        TestImages.png(noisy.resolve("b.png"), 16, 12);
        TestImages.png(noisy.resolve("more/c.png"), 11, 7);
        Path clean = folder.resolve("clean");
        apply("denoise", denoiser, noisy, clean).succeeds();
        assertEquals(11, ImageIO.read(clean.resolve("a.png").toFile()).getHeight());
        assertEquals(12, ImageIO.read(clean.resolve("b.png").toFile()).getWidth());
        assertEquals(7, ImageIO.read(clean.resolve("more/c.png").toFile()).getWidth());
        apply("denoise", denoiser, noisy, folder.resolve("all.npy")).isRefused("b",
                "one file cannot hold both");
        assertFalse(Files.exists(folder.resolve("all.npy")));
        apply("denoise", compressor, noisy, folder.resolve("other")).endsWith(2,
                "denoises images of shape [8x8x1]", "[11x7x1]");
        assertFalse(Files.exists(folder.resolve("other")));
    }

    @Test
    void oneImageFromPngToPngAndIdx() {
        Path png = TestImages.png(folder.resolve("x.png"), 10, 9);
        apply("denoise", denoiser, png, folder.resolve("y.png")).succeeds();
        apply("denoise", denoiser, png, folder.resolve("y.idx.gz")).succeeds();
        assertEquals(Shape.of(10, 9, 1), Datasets.open(folder.resolve("y.png")).shape());
        assertEquals(Shape.of(10, 9, 1), Datasets.open(folder.resolve("y.idx.gz")).shape());
    }

    @Test
    void colourIsNotSilentlyMadeGrey() {
        Path png = folder.resolve("colour.png");
        PngFile.write(png, new float[] {1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 1, 0}, 2, 2, 3);
        apply("reconstruct", denoiser, png, folder.resolve("y.png")).isRefused("expected grey images",
                "found colour");
        var run = apply("denoise", denoiser, png, folder.resolve("y.png")).succeeds();
        assertTrue(run.err().contains("the 3 channels of") && run.err().contains("each on its own"),
                run.err());
        assertEquals(Shape.of(2, 2, 3), Datasets.open(folder.resolve("y.png")).shape());
    }

    @Test
    void largeImagesAreDoneByTiles() {
        Path png = TestImages.png(folder.resolve("large.png"), 140, 90);
        apply("denoise", denoiser, png, folder.resolve("whole.npy")).succeeds();
        Cli.line("denoise --tile 64", "--model", denoiser, "--in", png, "--out", folder.resolve("tiled.npy"),
                "--backend", "reference").succeeds();
        var whole = new float[140 * 90];
        var tiled = new float[140 * 90];
        Datasets.open(folder.resolve("whole.npy")).read(0, whole, 0);
        Datasets.open(folder.resolve("tiled.npy")).read(0, tiled, 0);
        assertArrayEquals(whole, tiled, 2e-6f);
        Cli.line("denoise --tile 8", "--model", denoiser, "--in", png, "--out", folder.resolve("no.npy"))
                .isRefused("--tile: expected 16 or more, found 8");
    }

    @Test
    void whatDoesNotFitIsOneLine() throws IOException {
        Path images = TestImages.npy(folder, 3);
        apply("encode", compressor, images, folder.resolve("codes.png"))
                .isRefused("codes are written as .npy or .npz");
        apply("reconstruct", compressor, images, folder.resolve("y.png"))
                .isRefused("holds one image, there are 3");
        apply("reconstruct", compressor, images, folder.resolve("y.jpg"))
                .isRefused("expected a name that ends in");
        apply("reconstruct", compressor, images, folder.resolve("no/y.npy")).isRefused("there is no folder");
        apply("decode", compressor, images, folder.resolve("y.npy")).isRefused("expected codes of shape [8]");
        apply("reconstruct", images, images, folder.resolve("y.npy")).isRefused("not a safetensors file");
        apply("reconstruct", folder.resolve("none"), images, folder.resolve("y.npy"))
                .isRefused("no such file");
        Path pictures = Files.createDirectory(folder.resolve("pictures"));
        TestImages.png(pictures.resolve("a.png"), 8, 8);
        apply("reconstruct", compressor, pictures, pictures).isRefused("its images would be lost");
        Path flat = folder.resolve("flat.npy");
        Npy.write(flat, NpyArray.of(new float[64], 1, 64));
        apply("reconstruct", compressor, flat, folder.resolve("y.npy")).isRefused("found rows of 64 numbers");
        Path table = Files.writeString(folder.resolve("t.csv"), "x,y\n1,red\n");
        apply("reconstruct", compressor, table, folder.resolve("y.npy")).isRefused("t.csv: expected images");
        apply("compress", compressor, table, folder.resolve("y.npy")).isRefused("t.csv: expected images");
        apply("denoise", denoiser, table, folder.resolve("y.npy")).isRefused("t.csv: expected images");
        assertFalse(Files.exists(folder.resolve("y.npy")));
    }

    @Test
    void aFullDiskIsOneLine() throws IOException {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full));
        Path out = Files.createSymbolicLink(folder.resolve("y.npy"), full);
        apply("reconstruct", compressor, TestImages.npy(folder, 3), out).isRefused("y.npy", "No space left");
        Files.delete(out);
    }

    @Test
    void aCompressorIsNoDenoiser() {
        var run = apply("denoise", compressor, TestImages.npy(folder, 3), folder.resolve("y.npy")).succeeds();
        assertTrue(run.err().contains("was trained to compress"), run.err());
    }
}
