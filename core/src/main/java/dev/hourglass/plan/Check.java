package dev.hourglass.plan;

import java.util.ArrayList;
import java.util.List;

/** Checks shared by the op records; each failure names the op, the slot and both sides. */
final class Check {
    private Check() {
    }

    static void shape(String op, Slot slot, Shape expected) {
        if (!slot.shape().equals(expected)) {
            throw new PlanException(
                    op + ": " + slot.name() + " must have shape " + expected + ", found " + slot.shape());
        }
    }

    static void elements(String op, Slot slot, long expected) {
        if (slot.elements() != expected) {
            throw new PlanException(op + ": " + slot.name() + " must have " + expected + " elements, found "
                    + slot.elements() + " in " + slot.shape());
        }
    }

    static void sameElements(String op, Slot a, Slot b) {
        if (a.elements() != b.elements()) {
            throw new PlanException(op + ": " + a + " and " + b + " must have the same number of elements");
        }
    }

    static void type(String op, Slot slot, DType expected) {
        if (slot.dtype() != expected) {
            throw new PlanException(
                    op + ": " + slot.name() + " must hold " + expected + ", found " + slot.dtype());
        }
    }

    static void apart(String op, Slot written, Slot... read) {
        for (Slot slot : read) {
            if (written.overlaps(slot)) {
                throw new PlanException(op + ": " + written.name() + " is written while " + slot.name()
                        + " in the same place is read");
            }
        }
    }

    /** The slots an op reads: {@code inputs}, and {@code destination} too when it is added to. */
    static List<Slot> reads(Write write, Slot destination, Slot... inputs) {
        var reads = new ArrayList<>(List.of(inputs));
        if (write == Write.ADD) {
            reads.add(destination);
        }
        return List.copyOf(reads);
    }
}
