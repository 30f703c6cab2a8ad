package dev.hourglass.cli;

import dev.hourglass.plan.Shape;
import java.awt.image.BufferedImage;

/** Rows of a data set as pictures. */
public final class Pixels {
    private Pixels() {
    }

    /**
     * A picture of values in [0, 1]; others are clipped.
     *
     * @param row shape (h, w, c); three channels are red, green and blue, of other numbers the first is shown
     */
    public static BufferedImage image(float[] values, Shape row) {
        int h = row.extent(0);
        int w = row.extent(1);
        int c = row.extent(2);
        var image = new BufferedImage(w, h, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < h; y++) {
            for (int x = 0; x < w; x++) {
                int at = (y * w + x) * c;
                int r = level(values[at]);
                int g = c == 3 ? level(values[at + 1]) : r;
                int b = c == 3 ? level(values[at + 2]) : r;
                image.setRGB(x, y, r << 16 | g << 8 | b);
            }
        }
        return image;
    }

    private static int level(float value) {
        return Math.round(255 * Math.clamp(Float.isNaN(value) ? 0 : value, 0f, 1f));
    }
}
