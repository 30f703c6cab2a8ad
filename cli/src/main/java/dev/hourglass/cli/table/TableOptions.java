package dev.hourglass.cli.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What training on a table can be told of its columns and rows. */
public final class TableOptions {
    @Option(names = "--label", paramLabel = "COLUMN",
            description = "Column of a table that says what each row is. It is used to judge what was trained, never "
                    + "to train it. Default: y of an npz file")
    private String label;

    @Option(names = "--categories", paramLabel = "COLUMN", split = ",",
            description = "Columns of numbers that stand for categories.")
    private List<String> categories = new ArrayList<>();

    @Option(names = "--ignore", paramLabel = "COLUMN", split = ",",
            description = "Columns that are not used.")
    private List<String> ignored = new ArrayList<>();

    @Option(names = "--sample", paramLabel = "N", defaultValue = "200000",
            description = "Rows of a table that are kept in memory; of a longer one a uniform sample is used. "
                    + "Default: ${DEFAULT-VALUE}")
    private int sample = 200_000;

    @Mixin
    private HeaderOption header = new HeaderOption();

    /** As given, checked. */
    public TableChoice choice() {
        return new TableChoice(Optional.ofNullable(label), categories, ignored, header.header(), sample);
    }
}
