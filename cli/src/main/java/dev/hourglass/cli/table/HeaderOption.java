package dev.hourglass.cli.table;

import dev.hourglass.cli.WrongOption;
import dev.hourglass.data.CsvTable.Header;
import picocli.CommandLine.Option;

/** Whether a CSV file begins with names. */
public final class HeaderOption {
    @Option(names = "--header", paramLabel = "H", defaultValue = "guess",
            description = "Whether a CSV file's first line holds names: guess, yes or no. Default: ${DEFAULT-VALUE}")
    private String header = "guess";

    public Header header() {
        return switch (header) {
            case "guess" -> Header.GUESSED;
            case "yes" -> Header.PRESENT;
            case "no" -> Header.ABSENT;
            default -> throw new WrongOption("--header: expected guess, yes or no, found '" + header + "'");
        };
    }
}
