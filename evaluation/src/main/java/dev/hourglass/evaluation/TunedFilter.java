package dev.hourglass.evaluation;

import dev.hourglass.data.Dataset;
import dev.hourglass.plan.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * The strength of a filter that serves some images best: a fair opponent is not left at its default.
 *
 * @param filter  the best of those tried
 * @param quality what it reached on the images it was chosen by
 */
public record TunedFilter(ClassicalFilter filter, ImageQuality quality) {

    /** The best of each kind: median, Gaussian, non-local means. */
    public static List<TunedFilter> all(Dataset noisy, Dataset clean) {
        var tuned = new ArrayList<TunedFilter>();
        for (var grid : List.of(ClassicalFilter.Median.GRID, ClassicalFilter.Gaussian.GRID,
                ClassicalFilter.NonLocalMeans.GRID)) {
            tuned.add(best(grid, noisy, clean));
        }
        return List.copyOf(tuned);
    }

    /**
     * Tries filters and keeps the one with the highest PSNR.
     *
     * @param filters at least one, such as {@link ClassicalFilter.Gaussian#GRID}
     * @param noisy   images to choose by, such as some hundred of the validation part; not those of the test
     * @param clean   what they were before the noise
     */
    public static TunedFilter best(List<ClassicalFilter> filters, Dataset noisy, Dataset clean) {
        TunedFilter best = null;
        for (ClassicalFilter filter : filters) {
            var quality = quality(filter, noisy, clean);
            if (best == null || quality.meanSquaredError() < best.quality().meanSquaredError()) {
                best = new TunedFilter(filter, quality);
            }
        }
        if (best == null) {
            throw new IllegalArgumentException("expected at least one filter to choose from");
        }
        return best;
    }

    /** What the filter reaches on other images. */
    public ImageQuality on(Dataset noisy, Dataset clean) {
        return quality(filter, noisy, clean);
    }

    private static ImageQuality quality(ClassicalFilter filter, Dataset noisy, Dataset clean) {
        Shape shape = noisy.shape();
        return ImageQuality.of(noisy, clean, image -> filter.apply(image, shape));
    }
}
