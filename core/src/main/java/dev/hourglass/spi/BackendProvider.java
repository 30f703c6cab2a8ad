package dev.hourglass.spi;

import java.util.List;

/** Found by {@link java.util.ServiceLoader}. Creating one is cheap and loads nothing native. */
public interface BackendProvider {

    /** Short lower-case name by which users choose it, such as {@code nd4j}. */
    String name();

    /** {@code auto} tries providers from the highest rank down. */
    int rank();

    /** Whether the backend can be opened here, and if not, why. Never throws and keeps nothing open. */
    Availability probe();

    /**
     * The devices to choose from, by number, each with the name that chooses it and the memory that is free.
     * May take longer than a probe. Never throws and keeps nothing open.
     */
    default List<Availability> devices() {
        return List.of(probe());
    }

    /**
     * What it looks for on this machine and where, one by one; none where the jars are all it needs. Never
     * throws.
     */
    default List<Finding> findings() {
        return List.of();
    }

    /**
     * Opens the backend.
     *
     * @throws BackendException when it cannot be opened; the message says what to do
     */
    Backend open(Options options);
}
