package dev.hourglass.cli;

import dev.hourglass.models.AutoencoderProgram;
import dev.hourglass.models.MeanRow;
import java.util.Map;

/**
 * What a trained model is worth.
 *
 * @param metrics       on the test part; empty when it was not tested
 * @param meanImageMse  error of the mean training image on the same rows
 * @param furtherByName metrics on other data sets
 */
public record Verdict(Map<String, Double> metrics, double meanImageMse,
        Map<String, Map<String, Double>> furtherByName) {

    /** Nothing was tested. */
    public static Verdict none() {
        return new Verdict(Map.of(), Double.NaN, Map.of());
    }

    public boolean isTested() {
        return !metrics.isEmpty();
    }

    /** Whether the model answers no better than the mean image. */
    public boolean isCollapsed() {
        return isTested() && MeanRow.isCollapsed(metrics.get(AutoencoderProgram.MSE), meanImageMse);
    }
}
