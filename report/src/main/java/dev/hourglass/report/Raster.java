package dev.hourglass.report;

import dev.hourglass.plan.Shape;
import java.awt.image.BufferedImage;

/** Values as pixels. */
final class Raster {
    /** Colours that rise evenly in brightness and can be told apart by colour-blind people. */
    private static final int[] HEAT = {0x0d0887, 0x5302a3, 0x8b0aa5, 0xb83289, 0xdb5c68, 0xf48849, 0xfebd2a,
        0xf0f921};

    private Raster() {
    }

    static BufferedImage image(float[] values, int offset, Shape shape) {
        if (shape.rank() != 3 || values.length < offset + shape.elements()) {
            throw new IllegalArgumentException("expected the values of an image (h, w, c), found shape "
                    + shape + " and " + (values.length - offset) + " values");
        }
        int h = shape.extent(0);
        int w = shape.extent(1);
        int c = shape.extent(2);
        var image = new BufferedImage(w, h,
                c == 3 ? BufferedImage.TYPE_INT_RGB : BufferedImage.TYPE_BYTE_GRAY);
        var raster = image.getRaster();
        for (int y = 0; y < h; y++) {
            for (int x = 0; x < w; x++) {
                for (int band = 0; band < raster.getNumBands(); band++) {
                    raster.setSample(x, y, band, level(values[offset + (y * w + x) * c + band]));
                }
            }
        }
        return image;
    }

    static BufferedImage heat(float[] values, int width, int height, double max) {
        if (values.length != width * height) {
            throw new IllegalArgumentException("expected " + width + " x " + height + " values, found "
                    + values.length);
        }
        var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < values.length; i++) {
            image.setRGB(i % width, i / width, heat(max > 0 ? values[i] / max : 0));
        }
        return image;
    }

    private static int heat(double value) {
        double at = (Double.isNaN(value) ? 0 : Math.clamp(value, 0, 1)) * (HEAT.length - 1);
        int low = Math.min((int) at, HEAT.length - 2);
        int colour = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            int from = HEAT[low] >> shift & 0xff;
            int to = HEAT[low + 1] >> shift & 0xff;
            colour |= (int) Math.round(from + (to - from) * (at - low)) << shift;
        }
        return colour;
    }

    private static int level(float value) {
        return Math.round(255 * Math.clamp(Float.isNaN(value) ? 0 : value, 0f, 1f));
    }
}
