package dev.hourglass.data;

import java.util.List;
import java.util.Optional;

/** A table of named columns whose rows can be read in order, from the start, as often as needed. */
public interface TableSource {

    /** What to call it in reports. */
    String name();

    /** Names of the columns, all different. */
    List<String> columns();

    /** Opens it at the first row. */
    TableRows open();

    /** Their names in a sentence: the first twenty, and how many more there are. */
    default String columnsInWords() {
        int shown = Math.min(20, columns().size());
        return String.join(", ", columns().subList(0, shown))
                + (shown < columns().size() ? " and " + (columns().size() - shown) + " more" : "");
    }

    /** Which column is known to hold labels: {@code y} of an npz archive. */
    default Optional<String> labels() {
        return Optional.empty();
    }
}
