package dev.hourglass.onednn;

import dev.hourglass.plan.Op;
import dev.hourglass.plan.Slot;
import java.util.List;
import java.util.Map;

/**
 * Neighbouring ops that run together.
 *
 * @param ops      in order
 * @param rows     rows of the batch that they can be done some at a time over; 0 when all are needed at once
 * @param privates slots that need memory for one tile only, by their root
 */
record Stretch(List<Op> ops, int rows, Map<Integer, Private> privates) {

    /**
     * A slot that only lives within the stretch.
     *
     * @param slot  any slot that covers the root
     * @param first number of the op that first writes it
     * @param last  number of the op that last reads it
     */
    record Private(Slot slot, int first, int last) {
        /**
         * A bias and a function are done together with the product before them, so their results come early.
         */
        private static final int TOGETHER = 2;

        /** Whether it may be written before the other one is no longer needed, or the other way round. */
        boolean overlaps(Private other) {
            return first - TOGETHER <= other.last && other.first - TOGETHER <= last;
        }

        long rowBytes(int rows) {
            return slot.bytes() / rows;
        }
    }

    /** One op alone. */
    static Stretch of(Op op) {
        return new Stretch(List.of(op), Access.of(op).map(Access::n).orElse(0), Map.of());
    }
}
