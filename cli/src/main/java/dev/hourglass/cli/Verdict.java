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

    /** An error of the mean image that rounding explains. */
    private static final double SAME = 1e-8;
    /** An error that nobody sees: a grey level in thirty. */
    private static final double LEARNT = 1e-3;

    /** Nothing was tested. */
    public static Verdict none() {
        return new Verdict(Map.of(), Double.NaN, Map.of());
    }

    public boolean isTested() {
        return !metrics.isEmpty();
    }

    /** Whether the model answers no better than the mean image, where images are not all the same. */
    public boolean isCollapsed() {
        return isTested() && !isConstant()
                && MeanRow.isCollapsed(metrics.get(AutoencoderProgram.MSE), meanImageMse);
    }

    /** Whether there is but one image to learn, and the model has learnt it. */
    public boolean isConstant() {
        return isTested() && meanImageMse < SAME && metrics.get(AutoencoderProgram.MSE) < LEARNT;
    }

    /**
     * That in words.
     *
     * @param noun what a row is called
     */
    public static String constant(String noun) {
        return "All " + noun + "s are the same, and the model answers with that one: there is nothing to tell"
                + " apart, so this says nothing about how good it is.";
    }
}
