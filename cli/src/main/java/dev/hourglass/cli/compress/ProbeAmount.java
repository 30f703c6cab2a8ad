package dev.hourglass.cli.compress;

import dev.hourglass.cli.WrongOption;
import java.util.Arrays;
import java.util.Locale;

/** How much is measured of a trained code. */
enum ProbeAmount {
    /** Nothing beyond the test error. */
    NONE(0, 0),
    /** A part of the rows: seconds. */
    QUICK(10_000, 2_000),
    /** Every row: minutes. */
    ALL(Integer.MAX_VALUE, Integer.MAX_VALUE);

    private final int known;
    private final int test;

    ProbeAmount(int known, int test) {
        this.known = known;
        this.test = test;
    }

    static ProbeAmount parse(String text) {
        return Arrays.stream(values()).filter(each -> each.toString().equals(text))
                .findFirst()
                .orElseThrow(
                        () -> new WrongOption("--probe: expected none, quick or all, found '" + text + "'"));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Rows at most that principal components and classifiers learn from. */
    int known() {
        return known;
    }

    /** Rows at most that they are tried on. */
    int test() {
        return test;
    }
}
