package dev.hourglass.cli.table;

import dev.hourglass.cli.Streams;
import dev.hourglass.cli.Table;
import dev.hourglass.cli.Words;
import dev.hourglass.data.ColumnProfile;
import dev.hourglass.data.ColumnProfile.Kind;
import dev.hourglass.data.DataException;
import dev.hourglass.data.Frame;
import dev.hourglass.data.TableProfile;
import dev.hourglass.data.TableSource;
import dev.hourglass.data.Tables;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A table, read twice: once to see what its columns hold, once for the rows that are kept.
 *
 * @param profile of all of its rows
 * @param rows    that are kept
 * @param label   the column that judges, if any
 * @param without names of the columns that nothing is learnt from: the label, and what the user left out
 */
public record TableSample(TableProfile profile, Frame rows, Optional<String> label, Set<String> without) {
    private static final Set<String> LIKE_LABELS = Set.of("label", "labels", "class", "target", "y",
            "anomaly", "is_anomaly", "outlier", "fraud", "is_fraud", "isfraud");
    private static final int SHOWN = 40;

    public TableSample {
        without = Set.copyOf(without);
    }

    /** Reads a table, and shows what its columns were taken for. */
    public static TableSample open(Path path, TableChoice choice, long seed, Streams streams) {
        var source = Tables.open(path, choice.header());
        var label = choice.label().or(source::labels);
        check(source, label, choice.ignored());
        var profile = TableProfile.of(source, choice.categories());
        show(profile, label, choice.ignored(), streams);
        var rows = Frame.sample(source, profile, choice.sample(), seed);
        if (rows.size() < profile.rows()) {
            streams.say("Keeps   a uniform sample of " + Words.count(rows.size()) + " of "
                    + Words.count(profile.rows(), "row") + "; --sample takes more");
        }
        return new TableSample(profile, rows, label, choice.without(label));
    }

    /**
     * What the label says of each row that is kept; empty where it is missing.
     *
     * @throws DataException when the column holds texts of too many kinds
     */
    public List<String> labels() {
        String name = label.orElseThrow();
        int column = rows.columns().indexOf(name);
        if (profile.columns().get(column).kind() == Kind.TEXT) {
            throw new DataException(rows.name() + ": column '" + name
                    + "' holds too many different texts to be a label");
        }
        var values = new ArrayList<String>();
        for (int row = 0; row < rows.size(); row++) {
            values.add(rows.text(row, column));
        }
        return values;
    }

    private static void check(TableSource source, Optional<String> label, Iterable<String> ignored) {
        var named = new ArrayList<String>();
        label.ifPresent(named::add);
        ignored.forEach(named::add);
        for (String name : named) {
            if (!source.columns().contains(name)) {
                throw new DataException(source.name() + ": expected a column '" + name + "', found "
                        + source.columnsInWords());
            }
        }
    }

    private static void show(TableProfile profile, Optional<String> label, List<String> ignored,
            Streams streams) {
        var table = new Table("Column", "holds", "missing", "").right(2);
        int shown = Math.min(profile.columns().size(), SHOWN);
        for (var column : profile.columns().subList(0, shown)) {
            table.row(column.name(), what(column), column.missing() == 0 ? "" : Words.count(column.missing()),
                    label.filter(column.name()::equals).isPresent() ? "label, not trained on"
                            : ignored.contains(column.name()) ? "ignored" : remark(column));
        }
        table.lines().forEach(each -> streams.say("  " + each));
        if (shown < profile.columns().size()) {
            streams.say("  and " + Words.count(profile.columns().size() - shown, "more column"));
        }
        if (label.isEmpty()) {
            profile.columns().stream().map(ColumnProfile::name)
                    .filter(name -> LIKE_LABELS.contains(name.toLowerCase(Locale.ROOT)))
                    .filter(name -> !ignored.contains(name)).findFirst()
                    .ifPresent(name -> streams.say("Note: column '" + name
                            + "' looks like a label, and is trained on like any other; name it with --label "
                            + name + ", or leave it out with --ignore " + name));
        }
    }

    private static String what(ColumnProfile column) {
        return column.kind() == Kind.CATEGORY
                ? column.categories().size() == 1 ? "1 category"
                        : Words.count(column.categories().size()) + " categories"
                : column.kind().words();
    }

    private static String remark(ColumnProfile column) {
        if (!column.strange().isEmpty()) {
            return "what is no number counts as missing, such as " + column.strange();
        }
        return column.kind() == Kind.TEXT || column.kind() == Kind.EMPTY ? "not used" : "";
    }
}
