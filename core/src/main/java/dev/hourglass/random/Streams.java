package dev.hourglass.random;

/**
 * The streams of random numbers that the host draws from; streams below 65536 belong to the ops of programs.
 * Each use has its own, so that, for instance, one more noisy layer changes neither the initial weights nor
 * the order of the data. The numbers are part of what a seed means: they are never reused or changed.
 */
public enum Streams {
    /** Initial weights, one index per parameter. */
    INITIALISATION(1),
    /** Order of the training data, one tick per epoch. */
    SHUFFLING(2),
    /** Division of a data set into training and validation rows. */
    SPLIT(6),
    /** The built-in handwritten-looking digits. */
    DIGITS(7),
    /** A sample of a large table's rows. */
    SAMPLE(10),
    /** How the members of an ensemble differ from each other. */
    MEMBERS(11),
    /** Principal components: a sample of the rows, a first guess, and numbers there is no component for. */
    COMPONENTS(13),
    /** How training images are turned and combined, one index per epoch, one tick per row. */
    AUGMENTATION(12),
    /** Contents of test cases. */
    TESTING(9);

    private final int number;

    Streams(int number) {
        this.number = number;
    }

    /** Number of the stream, for the counter's second word. */
    public int id() {
        return id(0);
    }

    /**
     * Number of the stream for one of several like users.
     *
     * @param index in [0, 65536)
     */
    public int id(int index) {
        if (index < 0 || index > 0xFFFF) {
            throw new IllegalArgumentException("stream index must be in [0, 65536), found " + index);
        }
        return number << 16 | index;
    }
}
