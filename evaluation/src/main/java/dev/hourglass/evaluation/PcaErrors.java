package dev.hourglass.evaluation;

import java.util.List;

/**
 * Mean squared errors of principal component analysis by width of the code.
 *
 * @param byWidth entry k is the error with k numbers, from 0 (the mean row) to the rank
 */
public record PcaErrors(List<Double> byWidth) {

    public PcaErrors {
        byWidth = List.copyOf(byWidth);
    }

    /** The error with k numbers; beyond the rank it falls no further. */
    public double at(int k) {
        return byWidth.get(Math.min(k, byWidth.size() - 1));
    }
}
