package dev.hourglass.loops;

import dev.hourglass.plan.Slot;

/** What ops are bound with: where their slots lie, and the program that takes their kernels in order. */
public interface Binder {
    /** Lanes every kernel will run on. */
    int lanes();

    /** Where a slot lies. */
    Place place(Slot slot);

    /** Something that all lanes do at once, each its part, when everything before it is complete. */
    void add(Kernel kernel);

    /** Something too small to share: lane 0 does it. */
    void alone(Kernel kernel);
}
