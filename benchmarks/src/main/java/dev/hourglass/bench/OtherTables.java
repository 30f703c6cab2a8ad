package dev.hourglass.bench;

import dev.hourglass.bench.ScalingPoint.Axis;
import java.util.ArrayList;
import java.util.List;

/** Kernels, growth and start-up as tables. */
final class OtherTables {
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

    private static BenchTable kernels(BenchRun run) {
        var rows = run.kernels().stream().map(each -> List.of(each.kernel().title(), each.backend(),
                String.valueOf(each.threads()), Numbers.of(each.clock().median()),
                Numbers.spread(each.clock()),
                each.bytes() > 0 ? Numbers.of(each.gigabytes()) + " GB/s"
                        : Numbers.of(each.gigaflops()) + " GFLOP/s"))
                .toList();
        return new BenchTable("Kernels", List.of("", "", "threads", "ms", "quartiles", "rate"), 2, rows, "");
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
                2, rows, "Of the best: share of the rate of the machine's best kernel with as many threads.");
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
