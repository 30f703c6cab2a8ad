package dev.hourglass.bench;

import java.util.List;

/** A system to compare with; found by ServiceLoader in the process that runs it. */
public interface ContestantProvider {

    /** The name that {@code --against} takes. */
    String name();

    /**
     * Starts the system on a piece of work.
     *
     * @param variant one of the forms of the system; empty where there is one only
     * @throws UnsupportedOperationException when the system cannot do such work
     */
    Contestant open(String variant, Work work, SharedData data);

    /** The provider's answer where the system has no such form. */
    static IllegalArgumentException unknown(String name, String variant, List<String> known) {
        return new IllegalArgumentException(name + " has no form '" + variant + "'; it has " + known);
    }
}
