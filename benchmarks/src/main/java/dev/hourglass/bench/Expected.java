package dev.hourglass.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * What a piece of work must come to: the losses of the first steps, or an output, by the backend
 * {@code reference}, which sums in double.
 *
 * @param losses of the first training steps; empty for inference
 * @param output first image of the first batch; empty for training
 */
record Expected(List<Double> losses, List<Float> output) {
    private static final int STEPS = 3;
    /** Relative, of a loss; systems sum in different orders, and Adam divides by small numbers. */
    private static final double LOSS_BOUND = 2e-4;
    /** Absolute, of an output in [0, 1]. */
    private static final double OUTPUT_BOUND = 1e-4;

    Expected {
        losses = List.copyOf(losses);
        output = List.copyOf(output);
    }

    static Expected of(Work work, SharedData data) {
        var losses = new ArrayList<Double>();
        var output = new ArrayList<Float>();
        try (var reference = new HourglassContestant("reference", work, data)) {
            switch (work.task()) {
                case TRAIN -> {
                    for (int i = 0; i < STEPS; i++) {
                        losses.add(reference.train());
                    }
                }
                case INFER -> {
                    reference.infer();
                    for (float value : reference.output()) {
                        output.add(value);
                    }
                }
            }
        }
        return new Expected(losses, output);
    }

    /**
     * Takes a contestant's first steps and holds them against what they must come to.
     *
     * @throws BenchException when it computes something else: no use timing it
     */
    void check(Remote remote, Work work) {
        switch (work.task()) {
            case TRAIN -> checkLosses(remote, work, remote.go(losses.size()).losses());
            case INFER -> {
                remote.go(1);
                checkOutput(remote, work, remote.output());
            }
        }
    }

    private void checkLosses(Remote remote, Work work, List<Double> found) {
        for (int i = 0; i < losses.size(); i++) {
            double expected = losses.get(i);
            if (found.size() != losses.size()
                    || !(Math.abs(found.get(i) - expected) <= LOSS_BOUND * expected)) {
                throw new BenchException(
                        remote.entrant().id() + ", " + work + ": expected the losses " + losses
                                + ", found " + found + "; no use timing it");
            }
        }
    }

    private void checkOutput(Remote remote, Work work, List<Float> found) {
        if (found.size() != output.size()) {
            throw new BenchException(
                    remote.entrant().id() + ", " + work + ": expected an image of " + output.size()
                            + " values, found " + found.size());
        }
        for (int i = 0; i < output.size(); i++) {
            if (!(Math.abs(found.get(i) - output.get(i)) <= OUTPUT_BOUND)) {
                throw new BenchException(remote.entrant().id() + ", " + work + ": expected " + output.get(i)
                        + " at place " + i + " of the first image, found " + found.get(i)
                        + "; no use timing it");
            }
        }
    }
}
