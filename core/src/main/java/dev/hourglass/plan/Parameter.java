package dev.hourglass.plan;

/**
 * A piece of a model that outlives a step and is stored with it: trained weights, or state such as running
 * means.
 *
 * @param slot    its place; a PARAMETER slot lies within the program's one parameter block
 * @param initial what it starts from
 * @param decay   whether weight decay touches it
 */
public record Parameter(Slot slot, Initializer initial, Decay decay) {

    /**
     * Whether weight decay touches a parameter. Filters and matrices decay; biases and norms' scales do not.
     */
    public enum Decay {
        DECAYED, EXEMPT
    }

    public String name() {
        return slot.name();
    }
}
