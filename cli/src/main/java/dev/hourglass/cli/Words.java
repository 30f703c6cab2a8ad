package dev.hourglass.cli;

import dev.hourglass.plan.Shape;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Numbers as people read them. */
public final class Words {
    private static final List<String> BYTES = List.of("bytes", "KB", "MB", "GB", "TB");

    private Words() {
    }

    /** Bytes in decimal units: 1,500,000 are 1.5 MB. */
    public static String bytes(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= 1000 && unit < BYTES.size() - 1) {
            value /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 || value >= 100 ? "%.0f %s" : "%.1f %s", value,
                BYTES.get(unit));
    }

    /** A whole number with separators. */
    public static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** A count with its noun; the plural takes an s. */
    public static String count(long number, String noun) {
        return count(number) + " " + noun + (number == 1 ? "" : "s");
    }

    /** 8.4 s, 59 s, 2 min 5 s, 3 h 20 min. */
    public static String seconds(double seconds) {
        if (seconds < 9.95) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        long whole = Math.round(seconds);
        if (whole < 60) {
            return whole + " s";
        }
        if (whole < 3600) {
            return whole / 60 + " min " + whole % 60 + " s";
        }
        return whole / 3600 + " h " + whole % 3600 / 60 + " min";
    }

    /** A loss or an error, to three significant digits. */
    public static String error(double value) {
        return Math.abs(value) >= 0.0001 && Math.abs(value) < 1000
                ? String.format(Locale.ROOT, Math.abs(value) < 0.1 ? "%.5f" : "%.4f", value)
                : String.format(Locale.ROOT, "%.3g", value);
    }

    public static String decibels(double value) {
        return String.format(Locale.ROOT, "%.2f dB", value);
    }

    /** What rows of a shape are called: images have three extents. */
    public static String noun(Shape row) {
        return row.rank() == 3 ? "image" : "row";
    }

    /** Words as a command for a POSIX shell; an exclamation mark at a word's end is safe. */
    public static String commandLine(List<String> words) {
        return words.stream().map(word -> word.matches("[A-Za-z0-9_./:,=+@%!-]+") ? word
                : "'" + word.replace("'", "'\\''") + "'").collect(Collectors.joining(" "));
    }

    /** The same with a small first letter, unless a name begins there. */
    public static String uncapitalise(String sentence) {
        boolean word = sentence.length() > 1 && Character.isUpperCase(sentence.charAt(0))
                && Character.isLowerCase(sentence.charAt(1));
        return word ? Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1) : sentence;
    }
}
