package dev.hourglass.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/** Runs as a page of the documentation. */
public final class Markdown {
    private Markdown() {
    }

    /** The whole page, of one run or more. */
    public static String of(List<BenchRun> runs) {
        var lines = new ArrayList<String>();
        lines.add("# Benchmarks");
        lines.add("");
        lines.add(
                "Made from the runs in `benchmarks/results` by `hourglass bench --read FILES --markdown FILE`; not "
                        + "written by hand.");
        lines.add(
                "[Measuring speed](measuring.md) says how it was measured, and how to repeat it. Times are medians; "
                        + "\"times X\" is how");
        lines.add("many times as long somebody takes as X, turn by turn, as median and quartiles.");
        runs.forEach(each -> add(each, lines));
        return String.join("\n", lines) + "\n";
    }

    private static void add(BenchRun run, List<String> lines) {
        lines.add("");
        lines.add("## " + run.machine().processor() + ", " + run.machine().processors() + " processors, "
                + run.date().replace('T', ' ').replaceFirst(":..Z", ""));
        lines.add("");
        run.facts().forEach((name, value) -> lines.add("* " + name + ": " + value));
        for (BenchTable table : run.tables()) {
            lines.add("");
            lines.add("### " + table.title());
            lines.add("");
            add(table, lines);
            if (!table.note().isEmpty()) {
                lines.add("");
                lines.add(table.note());
            }
        }
    }

    private static void add(BenchTable table, List<String> lines) {
        lines.add(row(table.headings()));
        var rule = new ArrayList<>(Collections.nCopies(table.labels(), "---"));
        rule.addAll(Collections.nCopies(table.headings().size() - table.labels(), "---:"));
        lines.add("|" + String.join("|", rule) + "|");
        table.rows().forEach(each -> lines.add(row(each)));
    }

    private static String row(List<String> cells) {
        return cells.stream().map(each -> each.replace("|", "\\|"))
                .collect(Collectors.joining(" | ", "| ", " |"));
    }
}
