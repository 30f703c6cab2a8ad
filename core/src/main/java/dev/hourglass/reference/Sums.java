package dev.hourglass.reference;

/** The two inner loops that the products of matrices and the convolutions consist of. */
final class Sums {
    private Sums() {
    }

    /**
     * Σ a[i + t] · b[j + t] over t in [0, n), as four interleaved sums so that they need not wait for each
     * other.
     */
    static double dot(double[] a, int i, double[] b, int j, int n) {
        double sum0 = 0;
        double sum1 = 0;
        double sum2 = 0;
        double sum3 = 0;
        int t = 0;
        for (; t < n - 3; t += 4) {
            sum0 += a[i + t] * b[j + t];
            sum1 += a[i + t + 1] * b[j + t + 1];
            sum2 += a[i + t + 2] * b[j + t + 2];
            sum3 += a[i + t + 3] * b[j + t + 3];
        }
        for (; t < n; t++) {
            sum0 += a[i + t] * b[j + t];
        }
        return sum0 + sum1 + (sum2 + sum3);
    }

    /** sums[i + t] += factor · b[j + t] for t in [0, n). */
    static void add(double[] sums, int i, double factor, double[] b, int j, int n) {
        for (int t = 0; t < n; t++) {
            sums[i + t] += factor * b[j + t];
        }
    }
}
