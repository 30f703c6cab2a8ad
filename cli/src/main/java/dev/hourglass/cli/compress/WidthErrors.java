package dev.hourglass.cli.compress;

import dev.hourglass.evaluation.CodeStatistics;
import dev.hourglass.models.compress.OrderedCode;
import dev.hourglass.report.Axis;
import dev.hourglass.report.Chapter;
import dev.hourglass.report.Facts;
import dev.hourglass.report.Finding;
import dev.hourglass.report.Line;
import dev.hourglass.report.LineChart;
import dev.hourglass.report.Point;
import dev.hourglass.report.Section;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What each number of a code is worth, beside the best linear code of each width.
 *
 * @param byWidth mean squared errors on test rows
 * @param rows    how many test rows, in words
 * @param use     how much of the whole code is used
 */
record WidthErrors(List<Width> byWidth, String rows, CodeStatistics use) {

    /** The errors with so many numbers. */
    record Width(int numbers, double mse, double pcaMse) {
    }

    WidthErrors {
        byWidth = List.copyOf(byWidth);
    }

    static WidthErrors measure(CodeSubject subject) {
        var compressor = subject.compressor();
        int width = compressor.width();
        float[] codes = compressor.encode(subject.testValues());
        var pca = subject.pca().errors(subject.test());
        var widths = new ArrayList<Width>();
        for (int numbers : subject.widths()) {
            float[] cut = OrderedCode.first(codes, width, numbers);
            double mse = subject
                    .mse(numbers == width ? compressor.decode(codes) : compressor.decode(cut, numbers));
            widths.add(new Width(numbers, mse, pca.at(numbers)));
        }
        return new WidthErrors(widths, subject.testWords(), CodeStatistics.of(codes, width));
    }

    Chapter chapter() {
        var sections = new ArrayList<Section>();
        if (byWidth.size() > 1) {
            sections.add(new LineChart("Error for every width of the code", Axis.of("numbers kept"),
                    Axis.log("mean squared error of " + rows),
                    List.of(new Line("this model", Line.Style.MARKED, points(Width::mse)),
                            new Line("principal components", Line.Style.DASHED, points(Width::pcaMse))),
                    List.of(), "One training gives every width: the first numbers of a code are a code."));
            sections.add(finding());
        }
        var facts = new LinkedHashMap<String, String>();
        facts.put("Numbers in a code", String.valueOf(use.width()));
        facts.put("Effective rank", String.format(Locale.ROOT, "%.2f", use.effectiveRank()));
        facts.put("Active numbers (variance above 0.01)", String.valueOf(use.activeUnits()));
        var last = byWidth.getLast();
        facts.put("Mean squared error with all", String.format(Locale.ROOT, "%.5f", last.mse()));
        facts.put("The same of principal components", String.format(Locale.ROOT, "%.5f", last.pcaMse()));
        sections.add(new Facts("How much of the code is used", facts));
        return new Chapter("What each number is worth", sections);
    }

    private List<Point> points(ToDoubleFunction<Width> error) {
        return byWidth.stream().map(each -> new Point(each.numbers(), error.applyAsDouble(each)))
                .toList();
    }

    private Finding finding() {
        var worse = runsOfWorse();
        return worse.isEmpty()
                ? Finding.good("With every width the model's error is below that of principal "
                        + "components.")
                : Finding.careful("With " + String.join(", ", worse)
                        + (worse.equals(List.of("1")) ? " number" : " numbers")
                        + " principal components do as well or better.");
    }

    /** Widths at which principal components do as well or better; those side by side as "2 to 9". */
    private List<String> runsOfWorse() {
        var runs = new ArrayList<String>();
        for (int i = 0; i < byWidth.size(); i++) {
            int from = i;
            while (i < byWidth.size() && byWidth.get(i).mse() >= byWidth.get(i).pcaMse()) {
                i++;
            }
            if (i > from) {
                int first = byWidth.get(from).numbers();
                int last = byWidth.get(i - 1).numbers();
                runs.add(first == last ? String.valueOf(first) : first + " to " + last);
            }
        }
        return runs;
    }

    Map<String, Object> results() {
        return Map.of("errorByWidth", byWidth, "code", use);
    }
}
