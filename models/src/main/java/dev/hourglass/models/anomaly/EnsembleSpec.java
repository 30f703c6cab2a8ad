package dev.hourglass.models.anomaly;

/**
 * Extents of an ensemble of small autoencoders, each over some of the features: features → hidden → code →
 * hidden → features.
 *
 * @param members  autoencoders
 * @param features that one member sees
 * @param hidden   units between features and code
 * @param code     numbers in a code
 */
public record EnsembleSpec(int members, int features, int hidden, int code) {

    public EnsembleSpec {
        if (members < 1 || features < 1 || hidden < 1 || code < 1
                || (long) members * Math.max(features, hidden) > 1 << 24) {
            throw new IllegalArgumentException(
                    "ensemble of " + members + " members, " + features + " features, "
                            + hidden + " hidden units and codes of " + code
                            + ": each must be at least 1, and members times"
                            + " features at most 2^24");
        }
    }
}
