package dev.hourglass.cli.table;

import dev.hourglass.cli.WrongOption;
import dev.hourglass.data.CsvTable.Header;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What of a table is used, and how.
 *
 * @param label      column that judges, as the user named it
 * @param categories columns of numbers that stand for categories
 * @param ignored    columns that are not used
 * @param header     of a CSV file
 * @param sample     rows that are kept at most
 */
public record TableChoice(Optional<String> label, List<String> categories, List<String> ignored,
        Header header, int sample) {
    private static final int FEWEST = 10;

    public TableChoice {
        categories = List.copyOf(categories);
        ignored = List.copyOf(ignored);
        if (sample < FEWEST) {
            throw new WrongOption("--sample: expected " + FEWEST + " or more, found " + sample);
        }
    }

    /** Names of the columns that nothing is learnt from. */
    Set<String> without(Optional<String> judging) {
        var names = new HashSet<>(ignored);
        judging.ifPresent(names::add);
        return names;
    }

    /** The words that say this again on a command line. */
    public List<String> words() {
        var words = new ArrayList<String>();
        label.ifPresent(each -> words.addAll(List.of("--label", each)));
        list(words, "--categories", categories);
        list(words, "--ignore", ignored);
        words.addAll(List.of("--sample", Integer.toString(sample), "--header", switch (header) {
            case GUESSED -> "guess";
            case PRESENT -> "yes";
            case ABSENT -> "no";
        }));
        return words;
    }

    private static void list(List<String> words, String option, List<String> values) {
        if (!values.isEmpty()) {
            words.addAll(List.of(option, String.join(",", values)));
        }
    }
}
