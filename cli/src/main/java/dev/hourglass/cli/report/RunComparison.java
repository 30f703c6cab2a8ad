package dev.hourglass.cli.report;

import dev.hourglass.cli.Library;
import dev.hourglass.cli.Words;
import dev.hourglass.report.Axis;
import dev.hourglass.report.Chapter;
import dev.hourglass.report.Command;
import dev.hourglass.report.Facts;
import dev.hourglass.report.Finding;
import dev.hourglass.report.LineChart;
import dev.hourglass.report.Report;
import dev.hourglass.report.Section;
import dev.hourglass.report.Table;
import dev.hourglass.report.Table.Best;
import dev.hourglass.report.Table.Cell;
import dev.hourglass.report.Table.Column;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Pages made of the report.json of runs alone: one run without its page, or several beside each other. */
final class RunComparison {
    private static final Set<String> LOWER = Set.of("mse", "bce", "loss", "bitsPerPixel");
    private static final Set<String> HIGHER = Set.of("psnr", "ssim", "auroc", "ap", "auprc", "accuracy");

    private final List<RunFile> runs;
    private final List<String> names;

    RunComparison(List<RunFile> runs) {
        this.runs = runs;
        this.names = names(runs);
    }

    /** Names of the folders; their whole paths where two have the same name. */
    private static List<String> names(List<RunFile> runs) {
        var last = runs.stream().map(each -> each.folder().toAbsolutePath().normalize().getFileName())
                .map(String::valueOf).toList();
        boolean clear = new LinkedHashSet<>(last).size() == last.size();
        return clear ? last : runs.stream().map(each -> each.folder().toString()).toList();
    }

    /** The page of one run that has nothing but its report.json. */
    Report single() {
        var run = runs.getFirst();
        var subject = Chapter.of("What was trained", new Facts("", run.settings()), Finding.careful(
                "This page was made of report.json alone, because " + RunPage.SECTIONS
                        + " is not there: pictures and"
                        + " charts of the tests are missing. Train again to have them."));
        return new Report("Run " + names.getFirst(), "", List.of(subject, results(), losses(), commands()),
                Map.of("Hourglass", Library.version()));
    }

    /** Several runs beside each other. */
    Report report() {
        return new Report("Comparison of " + runs.size() + " runs", String.join(", ", names),
                List.of(results(), settings(), losses(), commands()), Map.of("Hourglass", Library.version()));
    }

    private Chapter results() {
        var keys = union(each -> each.results().keySet());
        var columns = new ArrayList<>(List.of(Column.of("run")));
        boolean comparable = union(each -> Set.of(each.data())).size() == 1;
        keys.forEach(key -> columns
                .add(new Column(RunFile.words(key), comparable ? best(key) : Best.NONE)));
        columns.add(Column.of("time"));
        columns.add(Column.of("ended"));
        var rows = new ArrayList<Table.Row>();
        for (int i = 0; i < runs.size(); i++) {
            var run = runs.get(i);
            var cells = new ArrayList<>(List.of(Cell.of(names.get(i))));
            keys.forEach(key -> cells.add(Cell.of(run.results().getOrDefault(key, Double.NaN), "%.5g")));
            cells.add(Cell.of(Double.isFinite(run.seconds()) ? Words.seconds(run.seconds()) : Cell.NONE));
            cells.add(Cell.of(run.text("outcome")));
            rows.add(new Table.Row(Table.Owner.OTHER, cells));
        }
        var sections = new ArrayList<Section>();
        if (!comparable) {
            sections.add(Finding
                    .careful("These runs were tested on different data: their numbers do not compare."));
        }
        sections.add(new Table("On the test rows", columns, rows, ""));
        return new Chapter("Results", sections);
    }

    private static Best best(String key) {
        String measure = key.replaceAll(",.*", "");
        return LOWER.contains(measure) ? Best.LOWEST : HIGHER.contains(measure) ? Best.HIGHEST : Best.NONE;
    }

    /** What differs in a table, and what does not below it. */
    private Chapter settings() {
        var different = new ArrayList<String>();
        var same = new LinkedHashMap<String, String>();
        for (String key : union(each -> each.settings().keySet())) {
            var values = union(each -> Set.of(each.settings().getOrDefault(key, "")));
            if (values.size() > 1) {
                different.add(key);
            } else {
                same.put(key, values.iterator().next());
            }
        }
        var columns = new ArrayList<>(List.of(Column.of("setting")));
        names.forEach(each -> columns.add(Column.of(each)));
        var rows = new ArrayList<Table.Row>();
        for (String key : different) {
            var cells = new ArrayList<>(List.of(Cell.of(key)));
            runs.forEach(run -> cells.add(Cell.of(run.settings().getOrDefault(key, Cell.NONE))));
            rows.add(new Table.Row(Table.Owner.OTHER, cells));
        }
        return Chapter.of("Settings", new Table("What differs", columns, rows,
                different.isEmpty() ? "Nothing: these are runs with the same settings." : ""),
                new Facts("The same in all", same));
    }

    private Chapter losses() {
        var chart = LineChart.of("Loss", Axis.of("epoch"), Axis.log("loss"));
        for (int i = 0; i < runs.size(); i++) {
            chart = chart.with(runs.get(i).losses(names.get(i)));
        }
        boolean several = union(each -> Set.of(each.text("loss"))).size() > 1;
        return Chapter.of("How training went", chart.noted(several
                ? "The runs have different losses: their heights do not compare."
                : ""));
    }

    private Chapter commands() {
        var sections = new ArrayList<Section>();
        for (int i = 0; i < runs.size(); i++) {
            String command = runs.get(i).text("command");
            if (!command.isEmpty()) {
                sections.add(new Command(names.get(i), command));
            }
        }
        return new Chapter("Do it again", sections);
    }

    private Set<String> union(Function<RunFile, Set<String>> keys) {
        return runs.stream().flatMap(each -> keys.apply(each).stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
