package dev.hourglass.cli.anomaly;

import dev.hourglass.plan.Shape;
import dev.hourglass.report.Picture;
import java.util.Base64;

/** Where an image is strange. */
final class HeatMap {
    private HeatMap() {
    }

    /** @param shares of each value of the image; channels are added up */
    static Picture picture(float[] shares, Shape shape) {
        int channels = shape.extent(2);
        var pixels = new float[shape.extent(0) * shape.extent(1)];
        float largest = 0;
        for (int i = 0; i < pixels.length; i++) {
            for (int c = 0; c < channels; c++) {
                pixels[i] += shares[i * channels + c];
            }
            largest = Math.max(largest, pixels[i]);
        }
        return Picture.heat(pixels, shape.extent(1), shape.extent(0), largest > 0 ? largest : 1);
    }

    /** The same as the bytes of a PNG file. */
    static byte[] png(float[] shares, Shape shape) {
        String uri = picture(shares, shape).dataUri();
        return Base64.getDecoder().decode(uri.substring(uri.indexOf(',') + 1));
    }
}
