package dev.hourglass.cli.anomaly;

import dev.hourglass.plan.Shape;
import dev.hourglass.report.Picture;
import java.util.Base64;

/** Where an image is strange, on one scale for all images of a model. */
final class HeatMap {
    /** What the colours mean. */
    static final String LEGEND = "One scale for all images: the middle colour is what the strangest pixel of 99 in"
            + " 100 training images does not exceed, yellow is twice that and more.";
    /** Heat of yellow; that of training images hardly ever reaches half of it. */
    private static final double FULL = 2;

    private HeatMap() {
    }

    /** @param heat of each value of the image, as {@code RowScorer.heat} has it; channels are added up */
    static Picture picture(float[] heat, Shape shape) {
        int channels = shape.extent(2);
        var pixels = new float[shape.extent(0) * shape.extent(1)];
        for (int i = 0; i < pixels.length; i++) {
            for (int c = 0; c < channels; c++) {
                pixels[i] += heat[i * channels + c];
            }
        }
        return Picture.heat(pixels, shape.extent(1), shape.extent(0), FULL);
    }

    /** The same as the bytes of a PNG file. */
    static byte[] png(float[] heat, Shape shape) {
        String uri = picture(heat, shape).dataUri();
        return Base64.getDecoder().decode(uri.substring(uri.indexOf(',') + 1));
    }
}
