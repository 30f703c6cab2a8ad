package dev.hourglass.evaluation;

import dev.hourglass.plan.Shape;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Denoising without learning, by OpenCV: what a denoiser has to beat. Images are (h, w, c) with values in [0,
 * 1]; borders are mirrored (median: repeated) as OpenCV does by default. May be used by several threads.
 */
public sealed interface ClassicalFilter {

    /** What to call it in a table, with its strength. */
    String title();

    /**
     * The filtered image.
     *
     * @param image values in [0, 1]; left as it is
     * @param shape (h, w, c)
     * @throws UnsupportedOperationException where OpenCV's libraries cannot be loaded, with the reason of
     *                                       {@link #missing}, which is to be asked first
     */
    float[] apply(float[] image, Shape shape);

    /** Why there are no filters on this machine, in one sentence; empty where there are. */
    static Optional<String> missing() {
        try {
            return OpenCv.missing();
        } catch (LinkageError e) {
            // Without JavaCPP's jar the class itself cannot be loaded.
            return Optional.of("OpenCV, which the classical filters need, is not on the class path ("
                    + e.getMessage() + "): add the jars of org.bytedeco:opencv and javacpp");
        }
    }

    /**
     * Each value becomes the median of its neighbourhood, channel by channel.
     * @param size side of the neighbourhood, 3 or 5
     */
    record Median(int size) implements ClassicalFilter {
        /** The sizes to choose from. */
        public static final List<ClassicalFilter> GRID = List.of(new Median(3), new Median(5));

        public Median {
            if (size != 3 && size != 5) {
                throw new IllegalArgumentException("a median filter has size 3 or 5, found " + size);
            }
        }

        @Override
        public String title() {
            return "median " + size + "x" + size;
        }

        @Override
        public float[] apply(float[] image, Shape shape) {
            return OpenCv.median(image, shape, size);
        }
    }

    /**
     * Each value becomes the weighted mean of its neighbourhood.
     * @param sigma deviation of the weights in pixels, above 0
     */
    record Gaussian(double sigma) implements ClassicalFilter {
        /** The deviations to choose from, 0.3 to 3 pixels. */
        public static final List<ClassicalFilter> GRID = IntStream.rangeClosed(3, 30)
                .<ClassicalFilter>mapToObj(i -> new Gaussian(i / 10.0)).toList();

        public Gaussian {
            if (!(sigma > 0 && sigma <= 100)) {
                throw new IllegalArgumentException(
                        "a Gaussian filter's deviation must lie in (0, 100], found " + sigma);
            }
        }

        @Override
        public String title() {
            return String.format(Locale.ROOT, "Gaussian σ = %.1f", sigma);
        }

        @Override
        public float[] apply(float[] image, Shape shape) {
            return OpenCv.gaussian(image, shape, sigma);
        }
    }

    /**
     * Each value becomes the mean of those whose surroundings look alike (Buades, Coll and Morel, "A
     * non-local algorithm for image denoising", 2005): patches of 7 x 7 within 21 x 21, OpenCV's defaults.
     * Values are rounded to 8 bits, as OpenCV requires.
     *
     * @param strength how different surroundings may look, in units of the values, above 0
     */
    record NonLocalMeans(double strength) implements ClassicalFilter {
        /** The strengths to choose from, 0.02 to 1. */
        public static final List<ClassicalFilter> GRID = IntStream.rangeClosed(1, 25)
                .<ClassicalFilter>mapToObj(i -> new NonLocalMeans(i * 0.04 - 0.02)).toList();

        public NonLocalMeans {
            if (!(strength > 0 && strength <= 10)) {
                throw new IllegalArgumentException(
                        "the strength of non-local means must lie in (0, 10], found " + strength);
            }
        }

        @Override
        public String title() {
            return String.format(Locale.ROOT, "non-local means h = %.2f", strength);
        }

        @Override
        public float[] apply(float[] image, Shape shape) {
            return OpenCv.nonLocalMeans(image, shape, strength);
        }
    }
}
