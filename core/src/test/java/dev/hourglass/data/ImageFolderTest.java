package dev.hourglass.data;

import static dev.hourglass.data.Faults.file;
import static dev.hourglass.data.Faults.first;
import static dev.hourglass.data.Faults.refused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hourglass.plan.Shape;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderTest {
    @TempDir
    Path folder;

    private Path grey(String name, int h, int w, int level) {
        float[] pixels = new float[h * w];
        java.util.Arrays.fill(pixels, level / 255f);
        Path file = folder.resolve(name);
        file.getParent().toFile().mkdirs();
        PngFile.write(file, pixels, h, w, 1);
        return file;
    }

    private Path picture(String name, int type, int... rgb) throws IOException {
        BufferedImage image = new BufferedImage(rgb.length, 1, type);
        for (int x = 0; x < rgb.length; x++) {
            image.setRGB(x, 0, 0xff000000 | rgb[x]);
        }
        Path file = folder.resolve(name);
        ImageIO.write(image, name.substring(name.lastIndexOf('.') + 1), file.toFile());
        return file;
    }

    private static int[] levels(Dataset data, int row) {
        float[] values = new float[data.shape().elements()];
        data.read(row, values, 0);
        int[] levels = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            levels[i] = Math.round(255 * values[i]);
        }
        return levels;
    }

    @Test
    void readsAFolderInTheOrderOfPaths() throws IOException {
        grey("b/2.png", 1, 2, 20);
        grey("a.png", 1, 2, 10);
        grey("b/1.PNG", 1, 2, 30);
        file(folder, "readme.txt", new byte[] {1});
        file(folder, "._a.png", new byte[] {1});
        Dataset data = ImageFolder.open(folder, Channels.AS_FOUND);
        assertEquals(Shape.of(1, 2, 1), data.shape());
        assertEquals(3, data.size());
        assertArrayEquals(new int[] {10, 10}, levels(data, 0));
        assertArrayEquals(new int[] {30, 30}, levels(data, 1));
        assertArrayEquals(new int[] {20, 20}, levels(data, 2));
        assertEquals(OptionalInt.empty(), data.label(0));
    }

    @Test
    void takesSubFoldersAsLabels() {
        grey("cat/1.png", 1, 1, 1);
        grey("dog/x/2.png", 1, 1, 2);
        grey("dog/3.png", 1, 1, 3);
        Dataset data = ImageFolder.open(folder, Channels.GREY);
        assertEquals(List.of(0, 1, 1), List.of(0, 1, 2).stream().map(i -> data.label(i).orElse(-1)).toList());
    }

    @Test
    void keepsGreyLevelsAsStored() throws IOException {
        int[] all = new int[256];
        for (int i = 0; i < 256; i++) {
            all[i] = i;
        }
        BufferedImage image = new BufferedImage(256, 1, BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setPixels(0, 0, 256, 1, all);
        ImageIO.write(image, "png", folder.resolve("a.png").toFile());
        assertArrayEquals(all, levels(ImageFolder.open(folder.resolve("a.png"), Channels.GREY), 0));

        BufferedImage wide = new BufferedImage(256, 1, BufferedImage.TYPE_USHORT_GRAY);
        wide.getRaster().setPixels(0, 0, 256, 1, java.util.Arrays.stream(all).map(v -> 257 * v).toArray());
        ImageIO.write(wide, "png", folder.resolve("b.png").toFile());
        assertArrayEquals(all, levels(ImageFolder.open(folder.resolve("b.png"), Channels.GREY), 0));
    }

    @Test
    void readsColourPalettesAndTransparency() throws IOException {
        int[] rgb = {0xff0000, 0x00ff00, 0x102030};
        int[] channels = {255, 0, 0, 0, 255, 0, 16, 32, 48};
        for (int type : new int[] {BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_INT_ARGB}) {
            Path file = picture("c.png", type, rgb);
            Dataset data = ImageFolder.open(file, Channels.AS_FOUND);
            assertEquals(Shape.of(1, 3, 3), data.shape());
            assertArrayEquals(channels, levels(data, 0));
            assertArrayEquals(new int[] {76, 150, 29}, levels(ImageFolder.open(file, Channels.GREY), 0));
        }
        Path palette = picture("p.png", BufferedImage.TYPE_BYTE_INDEXED, 0xff0000, 0x00ff00, 0xffffff);
        assertArrayEquals(new int[] {255, 0, 0, 0, 255, 0, 255, 255, 255},
                levels(ImageFolder.open(palette, Channels.RGB), 0));
        Path bits = picture("b.png", BufferedImage.TYPE_BYTE_BINARY, 0, 0xffffff);
        assertArrayEquals(new int[] {0, 255}, levels(ImageFolder.open(bits, Channels.AS_FOUND), 0));
    }

    @Test
    void readsJpeg() throws IOException {
        Path file = picture("c.jpg", BufferedImage.TYPE_INT_RGB, 0x404040, 0x404040);
        Dataset data = ImageFolder.open(file, Channels.AS_FOUND);
        assertEquals(Shape.of(1, 2, 3), data.shape());
        assertEquals(64, levels(data, 0)[0], 2);
        Path grey = picture("g.jpg", BufferedImage.TYPE_BYTE_GRAY, 0x808080, 0x808080);
        assertEquals(Shape.of(1, 2, 1), ImageFolder.open(grey, Channels.AS_FOUND).shape());
    }

    @Test
    void lazyRowsReadTheSame() throws IOException {
        Path one = grey("a.png", 2, 2, 7);
        Dataset rows = new ImageRows("x", Shape.of(2, 2, 1), List.of(one), new int[] {4});
        assertArrayEquals(new int[] {7, 7, 7, 7}, levels(rows, 0));
        assertEquals(OptionalInt.of(4), rows.label(0));
        grey("a.png", 3, 2, 7);
        refused(one, () -> levels(rows, 0), "expected 2x2", "found 2x3");
    }

    @Test
    void refusesImagesOfMixedSize() {
        Path small = grey("a.png", 2, 3, 0);
        Path large = grey("b.png", 4, 5, 0);
        refused(large, () -> ImageFolder.open(folder, Channels.GREY), "expected 3x2", small.toString(),
                "found 5x4");
    }

    @Test
    void refusesFoldersWithoutPictures() throws IOException {
        refused(folder, () -> ImageFolder.open(folder, Channels.GREY), "found an empty folder");
        file(folder, "a.gif", new byte[] {1});
        refused(folder, () -> ImageFolder.open(folder, Channels.GREY), "found 1 other files", "a.gif");
        Path missing = folder.resolve("none");
        refused(missing, () -> ImageFolder.open(missing, Channels.GREY), "no such file");
    }

    @Test
    void refusesDamagedPng() throws IOException {
        byte[] whole = Files.readAllBytes(grey("a.png", 20, 20, 99));
        for (int size : new int[] {12, 30, whole.length / 2, whole.length - 1}) {
            Path cut = file(folder, "a.png", first(whole, size));
            refused(cut, () -> ImageFolder.open(folder, Channels.GREY), "cut short");
        }
        byte[] flipped = whole.clone();
        flipped[50] ^= 1;
        Path damaged = file(folder, "a.png", flipped);
        refused(damaged, () -> ImageFolder.open(folder, Channels.GREY), "checksum of IDAT");
        Path text = file(folder, "a.png", "hello".getBytes(StandardCharsets.UTF_8));
        refused(text, () -> ImageFolder.open(folder, Channels.GREY), "expected a PNG or JPEG", "found text");
        Path empty = file(folder, "a.png", new byte[0]);
        refused(empty, () -> ImageFolder.open(folder, Channels.GREY), "empty");
    }

    /** The same PNG with another width and height in its header, and a right checksum. */
    private static byte[] claiming(byte[] png, int w, int h) {
        ByteBuffer bytes = ByteBuffer.wrap(png.clone());
        bytes.putInt(16, w).putInt(20, h);
        CRC32 sum = new CRC32();
        sum.update(bytes.array(), 12, 17);
        bytes.putInt(29, (int) sum.getValue());
        return bytes.array();
    }

    @Test
    void refusesLyingPngHeaders() throws IOException {
        byte[] whole = Files.readAllBytes(grey("a.png", 2, 2, 9));
        Path bomb = file(folder, "a.png", claiming(whole, 30_000, 30_000));
        refused(bomb, () -> ImageFolder.open(folder, Channels.GREY), "claims 30000x30000");
        Path negative = file(folder, "a.png", claiming(whole, -1, 2));
        refused(negative, () -> ImageFolder.open(folder, Channels.GREY), "at least one pixel");
        Path larger = file(folder, "a.png", claiming(whole, 2, 5));
        refused(larger, () -> ImageFolder.open(folder, Channels.GREY), "damaged");
    }

    @Test
    void refusesDamagedJpeg() throws IOException {
        BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
        java.util.Random random = new java.util.Random(1);
        for (int i = 0; i < 64 * 64; i++) {
            image.setRGB(i % 64, i / 64, random.nextInt());
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "jpg", out);
        byte[] whole = out.toByteArray();
        for (int size : new int[] {4, 100, whole.length / 2, whole.length - 200}) {
            Path cut = file(folder, "a.jpg", first(whole, size));
            refused(cut, () -> ImageFolder.open(folder, Channels.GREY), "JPEG");
        }
    }
}
