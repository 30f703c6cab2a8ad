package dev.hourglass.testing;

import dev.hourglass.plan.Op;
import java.util.function.Function;

/**
 * An op with the contents of its slots.
 *
 * @param name  op and variant, such as {@code Convolve/stride}
 * @param build asks for the slots and gives the op over them; called once per placement, and the same each
 *              time
 */
public record OpCase(String name, Function<CaseSlots, Op> build) {

    /** The op, over slots that nobody uses. */
    public Op op() {
        return build.apply(new CaseSlots(Placement.APART));
    }

    @Override
    public String toString() {
        return name;
    }
}
