package dev.hourglass.cli.denoise;

import dev.hourglass.cli.Words;
import dev.hourglass.cli.report.Judgement;
import dev.hourglass.cli.report.RunPage;
import dev.hourglass.cli.report.TrainedRun;
import dev.hourglass.data.Dataset;
import dev.hourglass.evaluation.ClassicalFilter;
import dev.hourglass.evaluation.ImageQuality;
import dev.hourglass.evaluation.TunedFilter;
import dev.hourglass.models.Corruption;
import dev.hourglass.report.Chapter;
import dev.hourglass.report.Finding;
import dev.hourglass.report.Section;
import dev.hourglass.report.Table;
import dev.hourglass.report.Table.Cell;
import dev.hourglass.report.Table.Column;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A denoiser beside filters that learn nothing. Each filter has the strength that serves it best on images
 * that nobody is tested on: the validation part, or training images where there is none.
 */
final class FilterComparison {
    private static final int ROWS = 1000;
    private static final int TUNING_ROWS = 200;

    /** What one method reaches on one data set. */
    record Result(String method, double psnr, double ssim) {
    }

    private final Map<String, List<Result>> byData = new LinkedHashMap<>();

    private FilterComparison() {
    }

    /** Empty where the library of the filters cannot be used. */
    static Optional<FilterComparison> measure(TrainedRun run) {
        if (ClassicalFilter.missing().isPresent()) {
            return Optional.empty();
        }
        var noise = Corruption.parse(run.settings().model().noise());
        var tuning = NoisyRows.of(run, run.data().validation().orElse(run.data().train()), noise,
                TUNING_ROWS);
        var filters = TunedFilter.all(tuning.dataset(tuning.noisy()), tuning.dataset(tuning.clean()));
        var comparison = new FilterComparison();
        comparison.measure(run, noise, filters, run.settings().data().data(), run.data().test());
        run.further().forEach((name, rows) -> comparison.measure(run, noise, filters, name, rows));
        return Optional.of(comparison);
    }

    private void measure(TrainedRun run, Corruption noise, List<TunedFilter> filters, String name,
            Dataset data) {
        var rows = NoisyRows.of(run, data, noise, ROWS);
        var noisy = rows.dataset(rows.noisy());
        var clean = rows.dataset(rows.clean());
        var results = new ArrayList<Result>();
        results.add(result("this model", ImageQuality.of(rows.dataset(rows.output()), clean)));
        results.add(result("noisy", ImageQuality.of(noisy, clean)));
        filters.forEach(each -> results.add(result(each.filter().title(), each.on(noisy, clean))));
        byData.put(name, results);
    }

    private static Result result(String method, ImageQuality quality) {
        return new Result(method, quality.psnr(), quality.ssim());
    }

    /** For report.json. */
    Map<String, List<Result>> results() {
        return byData;
    }

    Chapter chapter() {
        var sections = new ArrayList<Section>();
        byData.forEach((name, results) -> {
            sections.add(finding(name, results));
            sections.add(table(name, results));
        });
        return new Chapter("Beside filters", sections);
    }

    /** Whom the model beats on each of the data sets, and whom not. */
    Judgement judgement() {
        var findings = new ArrayList<Finding>();
        var unbeaten = new ArrayList<String>();
        byData.forEach((name, results) -> {
            findings.add(finding(name, results));
            results.stream().skip(1).filter(each -> each.psnr >= results.getFirst().psnr)
                    .forEach(each -> unbeaten.add(each.method + " (on " + RunPage.dataName(name) + ")"));
        });
        return new Judgement(findings, unbeaten);
    }

    private static Finding finding(String name, List<Result> results) {
        var model = results.getFirst();
        var best = results.stream().skip(1).max((a, b) -> Double.compare(a.psnr, b.psnr)).orElseThrow();
        String words = " on " + name + ": PSNR " + Words.decibels(model.psnr) + ", the best filter ("
                + best.method + ") " + Words.decibels(best.psnr) + ".";
        return model.psnr > best.psnr ? Finding.good("The model beats the filters" + words)
                : Finding.bad("The model does not beat the filters" + words);
    }

    private static Table table(String name, List<Result> results) {
        var rows = results.stream().map(each -> new Table.Row(
                each == results.getFirst() ? Table.Owner.MODEL : Table.Owner.OTHER,
                List.of(Cell.of(each.method), Cell.of(each.psnr, "%.2f"), Cell.of(each.ssim, "%.3f"))))
                .toList();
        return new Table("Test images of " + name,
                List.of(Column.of("method"), Column.highest("PSNR, dB"), Column.highest("SSIM")), rows,
                "First " + Words.count(ROWS) + " test images, or all where there are fewer. PSNR of the mean "
                        + "squared error over all of them, mean SSIM. Each filter has the strength that gives "
                        + "the highest PSNR on images kept for that.");
    }
}
