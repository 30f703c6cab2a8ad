package dev.hourglass.evaluation;

import dev.hourglass.plan.Shape;

/**
 * Structural similarity (Wang, Bovik, Sheikh and Simoncelli, "Image quality assessment: from error visibility
 * to structural similarity", 2004): 1 for equal images, near 0 for unrelated ones.
 *
 * <p>Gaussian window of 11 x 11 with σ = 1.5, K₁ = 0.01, K₂ = 0.03, values in [0, 1]; the mean over every
 * place where the window lies inside the image, and over channels. Images with a side below 11 are measured
 * with the largest odd window that fits.
 */
public final class Ssim {
    private static final int WINDOW = 11;
    private static final double SIGMA = 1.5;
    private static final double C1 = 0.01 * 0.01;
    private static final double C2 = 0.03 * 0.03;

    private final int height;
    private final int width;
    private final int channels;
    private final double[] window;

    private Ssim(int height, int width, int channels) {
        this.height = height;
        this.width = width;
        this.channels = channels;
        int side = Math.min(WINDOW, Math.min(height, width));
        this.window = window(side % 2 == 0 ? side - 1 : side);
    }

    /** For images of one shape, (h, w, c). */
    public static Ssim of(Shape shape) {
        if (shape.rank() != 3) {
            throw new IllegalArgumentException("expected images (h, w, c), found rows of shape " + shape);
        }
        return new Ssim(shape.extent(0), shape.extent(1), shape.extent(2));
    }

    private static double[] window(int side) {
        double[] window = new double[side];
        double sum = 0;
        for (int i = 0; i < side; i++) {
            int distance = i - side / 2;
            window[i] = Math.exp(-distance * distance / (2 * SIGMA * SIGMA));
            sum += window[i];
        }
        for (int i = 0; i < side; i++) {
            window[i] /= sum;
        }
        return window;
    }

    /** The similarity of two images of the shape. */
    public double between(float[] a, float[] b) {
        int size = height * width * channels;
        if (a.length != size || b.length != size) {
            throw new IllegalArgumentException("expected two images of " + size + " values, found " + a.length
                    + " and " + b.length);
        }
        double sum = 0;
        for (int c = 0; c < channels; c++) {
            sum += between(plane(a, c), plane(b, c));
        }
        return sum / channels;
    }

    private double[] plane(float[] image, int channel) {
        double[] plane = new double[height * width];
        for (int i = 0; i < plane.length; i++) {
            plane[i] = image[i * channels + channel];
        }
        return plane;
    }

    private double between(double[] a, double[] b) {
        double[] meanA = smooth(a);
        double[] meanB = smooth(b);
        double[] squareA = smooth(product(a, a));
        double[] squareB = smooth(product(b, b));
        double[] cross = smooth(product(a, b));
        double sum = 0;
        for (int i = 0; i < meanA.length; i++) {
            double both = meanA[i] * meanB[i];
            double squares = meanA[i] * meanA[i] + meanB[i] * meanB[i];
            double covariance = cross[i] - both;
            double variances = squareA[i] + squareB[i] - squares;
            sum += (2 * both + C1) * (2 * covariance + C2) / ((squares + C1) * (variances + C2));
        }
        return sum / meanA.length;
    }

    private static double[] product(double[] a, double[] b) {
        double[] product = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            product[i] = a[i] * b[i];
        }
        return product;
    }

    /** Weighted means at every place where the window fits: rows first, then columns. */
    private double[] smooth(double[] plane) {
        int side = window.length;
        int across = width - side + 1;
        int down = height - side + 1;
        double[] rows = new double[height * across];
        for (int y = 0; y < height; y++) {
            for (int k = 0; k < side; k++) {
                for (int x = 0; x < across; x++) {
                    rows[y * across + x] += window[k] * plane[y * width + x + k];
                }
            }
        }
        double[] smooth = new double[down * across];
        for (int y = 0; y < down; y++) {
            for (int k = 0; k < side; k++) {
                for (int x = 0; x < across; x++) {
                    smooth[y * across + x] += window[k] * rows[(y + k) * across + x];
                }
            }
        }
        return smooth;
    }
}
