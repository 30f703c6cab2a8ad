package dev.hourglass.evaluation;

import dev.hourglass.data.Dataset;
import dev.hourglass.plan.Shape;
import java.util.stream.IntStream;

/**
 * How near images are to what they should be.
 *
 * @param images           how many were compared
 * @param meanSquaredError over all values of all images, which lie in [0, 1]
 * @param ssim             mean over the images, see {@link Ssim}
 */
public record ImageQuality(int images, double meanSquaredError, double ssim) {

    /** Changes an image; called by several threads at once. */
    public interface Change {
        /** @param image (h, w, c); may be overwritten and returned */
        float[] of(float[] image);
    }

    /** Peak signal-to-noise ratio of an error, in decibels, for values in [0, 1]: −10 log₁₀ MSE. */
    public static double psnr(double meanSquaredError) {
        return -10 * Math.log10(meanSquaredError);
    }

    /** Peak signal-to-noise ratio of the mean squared error over all images, in decibels. */
    public double psnr() {
        return psnr(meanSquaredError);
    }

    /** Compares two data sets image by image. */
    public static ImageQuality of(Dataset images, Dataset originals) {
        return of(images, originals, image -> image);
    }

    /**
     * Compares changed images with originals.
     *
     * @param images    such as noisy ones; as many and of the same shape (h, w, c) as the originals
     * @param originals what they should be
     * @param change    applied to each image first, such as a filter
     */
    public static ImageQuality of(Dataset images, Dataset originals, Change change) {
        Shape shape = originals.shape();
        if (!images.shape().equals(shape) || images.size() != originals.size()) {
            throw new IllegalArgumentException("expected " + originals.size() + " images of shape " + shape
                    + " as in " + originals.name() + ", found " + images.size() + " of shape "
                    + images.shape() + " in " + images.name());
        }
        var ssim = Ssim.of(shape);
        int size = images.size();
        double[] errors = new double[size];
        double[] similarities = new double[size];
        IntStream.range(0, size).parallel().forEach(i -> {
            float[] image = new float[shape.elements()];
            float[] original = new float[shape.elements()];
            images.read(i, image, 0);
            originals.read(i, original, 0);
            float[] changed = change.of(image);
            errors[i] = meanSquaredError(changed, original);
            similarities[i] = ssim.between(changed, original);
        });
        return new ImageQuality(size, mean(errors), mean(similarities));
    }

    static double meanSquaredError(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            double difference = (double) a[i] - b[i];
            sum += difference * difference;
        }
        return sum / a.length;
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }
}
