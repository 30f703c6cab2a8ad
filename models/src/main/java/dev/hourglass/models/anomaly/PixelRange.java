package dev.hourglass.models.anomaly;

import dev.hourglass.data.Dataset;
import dev.hourglass.models.Tensors;
import dev.hourglass.plan.Shape;
import dev.hourglass.random.PhiloxGenerator;
import java.util.Arrays;

/**
 * What deviations of pixels are usual, from what a network makes of an image or from the mean image.
 *
 * <p>A pixel's channels are measured together, by the covariance that they have over all places: where light
 * and dark are usual but another colour is not, a little of another colour weighs much. Squares are averaged
 * over a small window and divided by what is usual at the place; with few images a place's own is drawn
 * towards that of all. Deviations that are too small are strange too: where a surface has lost its structure
 * there is nothing to get wrong.
 */
final class PixelRange {
    /** Images that a place's own square must be of to count as much as that of all places. */
    static final double SHARED = 10;
    private static final double LEAST_SQUARE = 1e-5;
    private static final float LEAST_RATIO = 1e-3f;
    /** Single pixels that say what is usual; the share of them beyond on either side is rare. */
    private static final int SAMPLED = 200_000;
    private static final double RARE = 0.001;
    /** Part of the side over which squares are averaged: noise of single pixels says nothing. */
    private static final int SIDE_OF_REACH = 64;

    private final Shape image;
    private final CodeSpread colours;
    private final float[] squares;
    /** Logarithm of the ratio to the usual square: its middle, how far most lies below, and above. */
    private final float[] range;

    private PixelRange(Shape image, CodeSpread colours, float[] squares, float[] range) {
        this.image = image;
        this.colours = colours;
        this.squares = squares;
        this.range = range;
    }

    /** By how much a value of an image of the last pass deviates. */
    @FunctionalInterface
    interface Deviation {
        float at(ImagePass pass, int place, int index);
    }

    static PixelRange fit(ImagePass pass, Dataset images, Deviation deviation, PhiloxGenerator random) {
        Shape image = images.shape();
        var colours = colours(pass, images, deviation);
        var flat = new float[image.extent(0) * image.extent(1)];
        Arrays.fill(flat, 1);
        var raw = new PixelRange(image, colours, flat, new float[] {0, 1, 1});
        var sums = new double[flat.length];
        pass.over(images, (_, place) -> {
            float[] own = raw.squares(pass, place, deviation).values();
            for (int at = 0; at < own.length; at++) {
                sums[at] += own[at];
            }
        });
        var ratios = new PixelRange(image, colours, usual(sums, images.size()), new float[] {0, 1, 1});
        return new PixelRange(image, colours, ratios.squares,
                ratios.range(pass, images, deviation, random));
    }

    /** What makes the channels round. */
    private static CodeSpread colours(ImagePass pass, Dataset images, Deviation deviation) {
        int channels = images.shape().extent(2);
        var products = new double[channels * channels];
        double count = (double) images.size() * pass.width() / channels;
        pass.over(images, (_, place) -> {
            for (int at = 0; at < pass.width(); at += channels) {
                for (int c = 0; c < channels; c++) {
                    double own = deviation.at(pass, place, at + c);
                    for (int d = 0; d < channels; d++) {
                        products[c * channels + d] += own * deviation.at(pass, place, at + d) / count;
                    }
                }
            }
        });
        for (int c = 0; c < channels; c++) {
            products[c * channels + c] += LEAST_SQUARE;
        }
        return CodeSpread.of(new float[channels], products);
    }

    private static float[] usual(double[] sums, int images) {
        double mean = Arrays.stream(sums).sum() / sums.length / images;
        double own = images / (images + SHARED);
        var usual = new float[sums.length];
        for (int at = 0; at < usual.length; at++) {
            usual[at] = (float) (own * sums[at] / images + (1 - own) * mean + LEAST_SQUARE);
        }
        return usual;
    }

    private float[] range(ImagePass pass, Dataset images, Deviation deviation, PhiloxGenerator random) {
        var sample = new float[SAMPLED];
        int each = Math.ceilDiv(SAMPLED, images.size());
        int[] taken = {0};
        pass.over(images, (_, place) -> {
            float[] own = squares(pass, place, deviation).values();
            for (int i = 0; i < each && taken[0] < SAMPLED; i++) {
                int at = random.nextInt(own.length);
                sample[taken[0]++] = logarithm(own[at], at);
            }
        });
        Arrays.sort(sample);
        int rare = (int) (RARE * SAMPLED);
        float middle = sample[SAMPLED / 2];
        return new float[] {middle, Math.max(middle - sample[rare], LEAST_RATIO),
            Math.max(sample[SAMPLED - 1 - rare] - middle, LEAST_RATIO)};
    }

    private float logarithm(float square, int at) {
        return (float) Math.log(square / squares[at] + LEAST_RATIO);
    }

    /** Squared deviations of an image's pixels, smoothed. */
    private Plain squares(ImagePass pass, int place, Deviation deviation) {
        int h = image.extent(0);
        int w = image.extent(1);
        int channels = image.extent(2);
        var values = new float[h * w];
        var own = new float[channels];
        var white = new float[channels];
        for (int at = 0; at < values.length; at++) {
            for (int c = 0; c < channels; c++) {
                own[c] = deviation.at(pass, place, at * channels + c);
            }
            colours.whiten(own, 0, white);
            float sum = 0;
            for (float each : white) {
                sum += each * each;
            }
            values[at] = sum / channels;
        }
        return new Plain(h, w, values).smooth(Math.max(1, Math.min(h, w) / SIDE_OF_REACH));
    }

    /** How unusual each pixel's deviation is: 0 in the middle, 1 where it is rare. */
    Plain look(ImagePass pass, int place, Deviation deviation) {
        var plain = squares(pass, place, deviation);
        float[] values = plain.values();
        for (int at = 0; at < values.length; at++) {
            float beside = logarithm(values[at], at) - range[0];
            values[at] = beside > 0 ? beside / range[2] : -beside / range[1];
        }
        return plain;
    }

    void save(Tensors tensors, String prefix) {
        int channels = image.extent(2);
        tensors.with(prefix + "/colours", Shape.of(channels, channels), colours.whitening());
        tensors.with(prefix + "/squares", Shape.of(image.extent(0), image.extent(1)), squares);
        tensors.with(prefix + "/range", Shape.of(3), range);
    }

    /** @throws IllegalArgumentException when the tensors do not fit the images, or are not sound */
    static PixelRange load(Shape image, StoredTensors tensors, String prefix) {
        int channels = image.extent(2);
        float[] squares = tensors.of(prefix + "/squares", image.extent(0) * image.extent(1));
        float[] range = tensors.of(prefix + "/range", 3);
        for (float each : squares) {
            if (!(each > 0)) {
                throw new IllegalArgumentException(
                        "tensor " + prefix + "/squares must be positive, found " + each);
            }
        }
        if (!(range[1] > 0) || !(range[2] > 0)) {
            throw new IllegalArgumentException("tensor " + prefix + "/range must hold a middle and two"
                    + " positive numbers, found " + Arrays.toString(range));
        }
        return new PixelRange(image,
                CodeSpread.centred(tensors.of(prefix + "/colours", channels * channels), channels), squares,
                range);
    }
}
