package dev.hourglass.cli;

import dev.hourglass.data.AtomicFile;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Writes drawn pictures. */
public final class PngImage {
    private PngImage() {
    }

    /** Writes a picture, whole or not at all. */
    public static void write(Path file, BufferedImage image) {
        AtomicFile.write(file, out -> {
            ImageIO.setUseCache(false);
            if (!ImageIO.write(image, "png", out)) {
                throw new IOException("Java has no PNG writer here");
            }
        });
    }
}
