package dev.hourglass.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PngFileTest {
    @TempDir
    Path folder;

    @Test
    void writesGreyRoundedAndClipped() throws IOException {
        Path file = folder.resolve("a.png");
        PngFile.write(file, new float[] {0, 0.2f, 0.5f, 1, -3, 7, Float.NaN, 1.4f / 255}, 2, 4, 1);
        BufferedImage image = ImageIO.read(file.toFile());
        assertEquals(4, image.getWidth());
        assertEquals(BufferedImage.TYPE_BYTE_GRAY, image.getType());
        int[] levels = image.getRaster().getPixels(0, 0, 4, 2, (int[]) null);
        assertArrayEquals(new int[] {0, 51, 128, 255, 0, 255, 0, 1}, levels);
    }

    @Test
    void writesColour() throws IOException {
        Path file = folder.resolve("a.png");
        PngFile.write(file, new float[] {1, 0, 0, 0, 0.2f, 1}, 1, 2, 3);
        BufferedImage image = ImageIO.read(file.toFile());
        assertEquals(0xffff0000, image.getRGB(0, 0));
        assertEquals(0xff0033ff, image.getRGB(1, 0));
    }

    @Test
    void refusesOtherShapes() {
        Path file = folder.resolve("a.png");
        assertThrows(IllegalArgumentException.class, () -> PngFile.write(file, new float[4], 2, 1, 2));
        assertThrows(IllegalArgumentException.class, () -> PngFile.write(file, new float[4], 2, 3, 1));
    }
}
