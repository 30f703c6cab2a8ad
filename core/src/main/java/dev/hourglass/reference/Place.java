package dev.hourglass.reference;

import dev.hourglass.plan.DType;
import dev.hourglass.plan.Slot;
import dev.hourglass.plan.Write;
import java.util.Arrays;

/** Where a slot's elements lie: element i is {@code values[start + i]}. */
final class Place {
    final double[] values;
    final int start;
    final int length;
    private final boolean rounds;

    Place(double[] values, int start, Slot slot, Precision precision) {
        this.values = values;
        this.start = start;
        this.length = slot.elements();
        this.rounds = precision == Precision.SINGLE && slot.dtype() == DType.F32;
    }

    double at(int i) {
        return values[start + i];
    }

    int intAt(int i) {
        return (int) values[start + i];
    }

    void set(int i, double value) {
        values[start + i] = rounds ? (float) value : value;
    }

    void set(int i, double value, Write write) {
        set(i, write == Write.ADD ? at(i) + value : value);
    }

    /**
     * Makes a range ready for sums that are taken in place, in double: SET starts at zero, ADD at what is
     * there.
     */
    void beginSums(int from, int count, Write write) {
        if (write == Write.SET) {
            Arrays.fill(values, start + from, start + from + count, 0);
        }
    }

    /** Adds to a sum without rounding it. */
    void sum(int i, double value) {
        values[start + i] += value;
    }

    /** Rounds a range of finished sums. */
    void endSums(int from, int count) {
        if (rounds) {
            for (int i = start + from; i < start + from + count; i++) {
                values[i] = (float) values[i];
            }
        }
    }
}
