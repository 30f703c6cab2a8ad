package dev.hourglass.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Whole models as tables, the fastest first. */
final class StepTables {
    private StepTables() {
    }

    static List<BenchTable> of(BenchRun run) {
        var tables = new ArrayList<BenchTable>();
        run.steps().forEach(each -> tables.add(times(run, each)));
        var training = run.steps().stream().filter(each -> each.work().task() == Work.Task.TRAIN).toList();
        if (!training.isEmpty()) {
            tables.add(memory(training));
        }
        return tables;
    }

    private static BenchTable times(BenchRun run, StepResult step) {
        boolean latency = step.work().size().batch() == 1;
        Optional<Entry> ours = step.entries().stream().filter(Entry::isOurs).findFirst();
        var headings = new ArrayList<>(
                List.of("", "ms", "quartiles", latency ? "p99" : "best", "processor ms"));
        ours.ifPresent(each -> headings.add("times " + each.id()));
        var rows = step.entries().stream().sorted(Comparator.comparingDouble(each -> each.clock().median()))
                .map(entry -> row(step, entry, ours, latency)).toList();
        return new BenchTable(step.work().toString(), headings, 1, rows, note(run, step));
    }

    private static List<String> row(StepResult step, Entry entry, Optional<Entry> ours, boolean latency) {
        var clock = entry.clock();
        var row = new ArrayList<>(List.of(entry.id(), Numbers.of(clock.median()), Numbers.spread(clock),
                Numbers.of(latency ? clock.p99() : clock.best()), Numbers.of(entry.processor())));
        ours.ifPresent(each -> row.add(step.ratio(entry.id(), each.id()).map(Ratio::times).map(Numbers::times)
                .orElse("")));
        return row;
    }

    private static String note(BenchRun run, StepResult step) {
        var left = step.left().isEmpty() ? "" : "Left out: " + String.join("; ", step.left()) + ".";
        return (share(run, step) + " " + left).strip();
    }

    /**
     * What each backend of ours makes of the machine; nothing where kernels were not measured, or for single
     * images.
     */
    private static String share(BenchRun run, StepResult step) {
        var ceiling = run.ceiling(step.work().threads());
        if (ceiling.isEmpty() || step.work().size().batch() == 1) {
            return "";
        }
        var parts = step.entries().stream().filter(each -> each.flops() > 0)
                .map(each -> each.id() + " " + Numbers.percent(each.gigaflops() / ceiling.get().gigaflops()))
                .toList();
        return parts.isEmpty() ? "" : "Of the machine's best kernel (" + Numbers.of(ceiling.get().gigaflops())
                + " GFLOP/s): " + String.join(", ", parts) + ".";
    }

    private static BenchTable memory(List<StepResult> training) {
        var rows = new ArrayList<List<String>>();
        for (StepResult step : training) {
            for (Entry entry : step.entries()) {
                rows.add(List.of(step.work().toString(), entry.id(), Numbers.megabytes(entry.planned()),
                        Numbers.megabytes(entry.peak())));
            }
        }
        return new BenchTable("Memory", List.of("", "", "plan MB", "most held MB"), 2, rows,
                "Most held: resident memory of the whole process, its runtime and all prepared batches included.");
    }
}
