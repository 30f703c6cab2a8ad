package dev.hourglass.data;

import java.util.Locale;
import java.util.Set;

/** What the text of a cell means. */
public final class Cells {
    private static final Set<String> MISSING = Set.of("", "na", "n/a", "nan", "null", "none", "?", "inf",
            "+inf", "-inf",
            "infinity", "+infinity", "-infinity");
    private static final int LONGEST = MISSING.stream().mapToInt(String::length).max().orElseThrow();

    private Cells() {
    }

    /**
     * Whether a text stands for a missing value: empty, NA, N/A, NaN, null, None or ?, or an infinite number
     * such as -inf or Infinity; in any case.
     */
    public static boolean isMissing(String cell) {
        return cell.length() <= LONGEST && MISSING.contains(cell.toLowerCase(Locale.ROOT));
    }

    /** NaN where the text is not a finite number; Java's suffixes and hexadecimal forms are none. */
    public static double number(String cell) {
        if (cell.isEmpty()) {
            return Double.NaN;
        }
        char first = cell.charAt(0);
        char last = cell.charAt(cell.length() - 1);
        boolean begins = first >= '0' && first <= '9' || first == '-' || first == '+' || first == '.';
        if (!begins || !(last >= '0' && last <= '9' || last == '.') || cell.indexOf('x') >= 0) {
            return Double.NaN;
        }
        try {
            double value = Double.parseDouble(cell);
            return Float.isFinite((float) value) ? value : Double.NaN;
        } catch (NumberFormatException _) {
            return Double.NaN;
        }
    }
}
