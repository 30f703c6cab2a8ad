package dev.hourglass.evaluation;

/**
 * How much of a code is used.
 *
 * @param width         numbers in a code
 * @param effectiveRank e^H with H the entropy of the singular values of the centred codes divided by their
 *                      sum (Roy and Vetterli, "The effective rank", 2007): between 1 and the width; 0 where
 *                      codes do not vary
 * @param activeUnits   numbers whose variance over the rows exceeds 0.01 (Burda, Grosse and Salakhutdinov,
 *                      "Importance weighted autoencoders", 2015)
 */
public record CodeStatistics(int width, double effectiveRank, int activeUnits) {
    private static final double ACTIVE = 0.01;

    /**
     * @param codes a whole number of codes, at least one
     * @param width numbers in a code
     */
    public static CodeStatistics of(float[] codes, int width) {
        Pca pca = Pca.fit(codes, width);
        double sum = 0;
        for (int k = 0; k < pca.rank(); k++) {
            sum += Math.sqrt(pca.variance(k));
        }
        double entropy = 0;
        for (int k = 0; k < pca.rank(); k++) {
            double share = Math.sqrt(pca.variance(k)) / sum;
            entropy -= share * Math.log(share);
        }
        return new CodeStatistics(width, pca.rank() == 0 ? 0 : Math.exp(entropy), active(codes, width));
    }

    private static int active(float[] codes, int width) {
        int rows = codes.length / width;
        int active = 0;
        for (int j = 0; j < width; j++) {
            double mean = 0;
            double squares = 0;
            for (int r = 0; r < rows; r++) {
                double difference = codes[r * width + j] - mean;
                mean += difference / (r + 1);
                squares += difference * (codes[r * width + j] - mean);
            }
            if (squares / rows > ACTIVE) {
                active++;
            }
        }
        return active;
    }
}
