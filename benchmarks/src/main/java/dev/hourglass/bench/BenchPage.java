package dev.hourglass.bench;

import dev.hourglass.bench.ScalingPoint.Axis;
import dev.hourglass.report.Bars;
import dev.hourglass.report.Chapter;
import dev.hourglass.report.Facts;
import dev.hourglass.report.Finding;
import dev.hourglass.report.Line;
import dev.hourglass.report.LineChart;
import dev.hourglass.report.Report;
import dev.hourglass.report.Section;
import dev.hourglass.report.Table;
import dev.hourglass.report.Table.Cell;
import dev.hourglass.report.Table.Column;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A run as a page with charts. */
public final class BenchPage {
    private static final double BUSY = 0.5;

    private BenchPage() {
    }

    /** The page. */
    public static Report of(BenchRun run) {
        var chapters = new ArrayList<Chapter>();
        for (TutorialModel model : TutorialModel.values()) {
            var sections = new ArrayList<Section>();
            run.steps().stream().filter(each -> each.work().model() == model)
                    .forEach(each -> sections.add(bars(each)));
            chapters.add(new Chapter("The model " + model.word(), sections));
        }
        chapters.add(new Chapter("All numbers", tables(StepTables.of(run))));
        var others = tables(OtherTables.of(run));
        others.addAll(growth(run));
        chapters.add(new Chapter("Kernels, growth and start-up", others));
        chapters.add(Chapter.of("The machine", new Facts("", run.facts())));
        if (run.machine().load() > BUSY) {
            chapters.addFirst(Chapter.of("Take care",
                    Finding.careful("The machine was busy with other work when this "
                            + "began (load " + Numbers.of(run.machine().load())
                            + "). Ratios suffer less than times, but both "
                            + "do.")));
        }
        return new Report("Benchmark",
                "Training steps and inference, everybody in turn on the same work; only those "
                        + "who compute the same numbers are shown.",
                chapters, new LinkedHashMap<>(run.facts()));
    }

    private static Section bars(StepResult step) {
        var bars = step.entries().stream().sorted(Comparator.comparingDouble(each -> each.clock().median()))
                .map(each -> new Bars.Bar(each.id(), each.clock().median())).toList();
        return new Bars(step.work().toString(), dev.hourglass.report.Axis.of("milliseconds, median"), bars,
                "");
    }

    private static List<Section> tables(List<BenchTable> tables) {
        var sections = new ArrayList<Section>();
        for (BenchTable table : tables) {
            var columns = table.headings().stream().map(Column::of).toList();
            var rows = table.rows().stream().map(row -> new Table.Row(Table.Owner.OTHER,
                    row.stream().map(Cell::of).toList())).toList();
            sections.add(new Table(table.title(), columns, rows, table.note()));
        }
        return sections;
    }

    /** How the rate of arithmetic changes along each axis, a line for each backend. */
    private static List<Section> growth(BenchRun run) {
        var sections = new ArrayList<Section>();
        for (Axis axis : Axis.values()) {
            Map<String, List<ScalingPoint>> lines = new LinkedHashMap<>();
            run.scaling().stream().filter(each -> each.axis() == axis)
                    .forEach(each -> lines.computeIfAbsent(each.backend(), _ -> new ArrayList<>()).add(each));
            if (!lines.isEmpty()) {
                var chart = LineChart.of("Rate of the training step by " + axis.word(),
                        axis == Axis.THREADS ? dev.hourglass.report.Axis.of(axis.word())
                                : dev.hourglass.report.Axis.log(axis.word()),
                        dev.hourglass.report.Axis.of("GFLOP/s"));
                for (var line : lines.entrySet()) {
                    chart = chart.with(Line.of(line.getKey(),
                            line.getValue().stream().mapToDouble(ScalingPoint::at).toArray(),
                            line.getValue().stream().mapToDouble(ScalingPoint::gigaflops).toArray())
                            .styled(Line.Style.MARKED));
                }
                sections.add(chart);
            }
        }
        return sections;
    }
}
