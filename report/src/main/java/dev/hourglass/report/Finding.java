package dev.hourglass.report;

/**
 * A sentence that readers must not miss, such as that the model is no better than a baseline.
 *
 * @param tone how it is marked, with a word beside the colour
 */
public record Finding(Tone tone, String text) implements Section {

    /** What a finding means to the reader. */
    public enum Tone {
        /** As hoped. */
        GOOD,
        /** Worth knowing, neither good nor bad. */
        NOTE,
        /** To be taken with care. */
        CAREFUL,
        /** The model fails at something. */
        BAD
    }

    public static Finding good(String text) {
        return new Finding(Tone.GOOD, text);
    }

    public static Finding note(String text) {
        return new Finding(Tone.NOTE, text);
    }

    public static Finding careful(String text) {
        return new Finding(Tone.CAREFUL, text);
    }

    public static Finding bad(String text) {
        return new Finding(Tone.BAD, text);
    }

    @Override
    public String title() {
        return "";
    }
}
