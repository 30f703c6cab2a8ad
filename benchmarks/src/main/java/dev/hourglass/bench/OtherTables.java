package dev.hourglass.bench;

import dev.hourglass.bench.ScalingPoint.Axis;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;

/** Kernels, growth and start-up as tables. */
final class OtherTables {
    private static final String OF_THE_BEST = "Of the best: share of the rate of the machine's best kernel "
            + "with as many threads.";
    private static final String MEMORY = "GB/s: of what a kernel has to read and write, each byte once. Of "
            + "the memory: share of the rate of a = b + s·c over as many bytes with as many threads, because "
            + "what fits into a cache is faster there; it can come out above 100 %, as a = b + s·c reads twice "
            + "what it writes and loads what it overwrites. Bound: the larger share, what the kernel is nearer "
            + "to.";

    private OtherTables() {
    }

    static List<BenchTable> of(BenchRun run) {
        var tables = new ArrayList<BenchTable>();
        if (!run.kernels().isEmpty()) {
            tables.add(kernels(run));
        }
        if (!run.scaling().isEmpty()) {
            tables.add(scaling(run));
        }
        if (!run.starts().isEmpty()) {
            tables.add(starts(run));
        }
        return tables;
    }

    /** Runs from before bytes were counted lack two columns. */
    private static BenchTable kernels(BenchRun run) {
        var rates = run.rates();
        boolean counted = rates.stream().anyMatch(each -> each.bound() != null);
        var headings = new ArrayList<>(
                List.of("", "", "threads", "ms", "quartiles", "GFLOP/s", "of the best", "GB/s"));
        if (counted) {
            headings.addAll(List.of("of the memory", "bound"));
        }
        var rows = new ArrayList<List<String>>();
        for (int i = 0; i < rates.size(); i++) {
            rows.add(row(run.kernels().get(i), rates.get(i)).subList(0, headings.size()));
        }
        return new BenchTable("Kernels", headings, 2, rows,
                counted ? OF_THE_BEST + " " + MEMORY : OF_THE_BEST);
    }

    private static List<String> row(KernelResult result, KernelRate rate) {
        return List.of(result.title(), result.backend(), String.valueOf(result.threads()),
                Numbers.of(result.clock().median()), Numbers.spread(result.clock()),
                known(rate.gigaflops(), Numbers::of), known(rate.ofBest(), Numbers::percent),
                known(rate.gigabytes(), Numbers::of), known(rate.ofMemory(), Numbers::percent),
                rate.bound() == null ? "" : rate.bound().word());
    }

    private static String known(double value, DoubleFunction<String> text) {
        return value == 0 ? "" : text.apply(value);
    }

    private static BenchTable scaling(BenchRun run) {
        var rows = new ArrayList<List<String>>();
        for (Axis axis : Axis.values()) {
            for (ScalingPoint point : run.scaling()) {
                if (point.axis() == axis) {
                    rows.add(row(run, point));
                }
            }
        }
        return new BenchTable("The denoiser's training step as it grows",
                List.of("", "", "batch", "side", "channels", "threads", "ms", "quartiles", "GFLOP/s",
                        "of the best",
                        "plan MB"),
                2, rows, OF_THE_BEST);
    }

    private static List<String> row(BenchRun run, ScalingPoint point) {
        var size = point.work().size();
        return List.of(point.axis().word(), point.backend(), String.valueOf(size.batch()),
                String.valueOf(size.side()), String.valueOf(size.channels()),
                String.valueOf(point.work().threads()),
                Numbers.of(point.clock().median()), Numbers.spread(point.clock()),
                Numbers.of(point.gigaflops()),
                run.ceiling(point.work().threads())
                        .map(each -> Numbers.percent(point.gigaflops() / each.gigaflops())).orElse(""),
                Numbers.megabytes(point.planned()));
    }

    private static BenchTable starts(BenchRun run) {
        var rows = run.starts().stream().map(each -> List.of(each.what(), each.backend(),
                Numbers.of(each.seconds().median()), Numbers.spread(each.seconds()))).toList();
        return new BenchTable("From the start of a process to its end", List.of("", "", "s", "quartiles"), 2,
                rows, "");
    }
}
