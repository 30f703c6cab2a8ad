package dev.hourglass.testing;

import dev.hourglass.plan.RandomOp.Distribution;
import dev.hourglass.random.Philox;
import dev.hourglass.random.PhiloxGenerator;
import dev.hourglass.random.Streams;

/** What a slot of a test case holds before the case runs: the same numbers in every run. */
public interface Contents {

    /**
     * @param name  of the slot within its case; slots of different names hold different numbers
     * @param count of elements
     */
    float[] values(String name, int count);

    /** Uniform in [−1, 1). */
    static Contents signed() {
        return between(-1, 1);
    }

    /** Uniform in [low, high). */
    static Contents between(float low, float high) {
        return (name, count) -> {
            float[] values = new float[count];
            philox(name).fill(new Distribution.Uniform(), 0, values, 0, count);
            for (int i = 0; i < count; i++) {
                values[i] = low + (high - low) * values[i];
            }
            return values;
        };
    }

    /** Different values in [−1, 1), at least 2 / count apart. */
    static Contents distinct() {
        return (name, count) -> {
            int[] order = new PhiloxGenerator(1, stream(name), 0).permutation(count);
            float[] values = new float[count];
            for (int i = 0; i < count; i++) {
                values[i] = 2f * order[i] / count - 1;
            }
            return values;
        };
    }

    /** These values over and over. */
    static Contents repeating(float... cycle) {
        return (name, count) -> {
            float[] values = new float[count];
            for (int i = 0; i < count; i++) {
                values[i] = cycle[i % cycle.length];
            }
            return values;
        };
    }

    private static Philox philox(String name) {
        return new Philox(1, stream(name));
    }

    private static int stream(String name) {
        return Streams.TESTING.id(name.hashCode() & 0xFFFF);
    }
}
