package dev.hourglass.evaluation;

import dev.hourglass.testing.GoldenFile;
import java.nio.file.Path;

/** The golden values, see src/test/golden/README.md. */
final class Measures {
    static final GoldenFile FILE = GoldenFile.read(Path.of("src/test/golden/measures.npz"));

    private Measures() {
    }

    /** A float64 entry that is stored as two floats. */
    static double[] exact(String name) {
        float[] parts = FILE.floats(name);
        double[] values = new double[parts.length / 2];
        for (int i = 0; i < values.length; i++) {
            values[i] = (double) parts[2 * i] + parts[2 * i + 1];
        }
        return values;
    }
}
