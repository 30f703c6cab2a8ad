package dev.hourglass.cli.compress;

import dev.hourglass.data.Dataset;
import dev.hourglass.evaluation.LabelledRows;
import dev.hourglass.evaluation.LinearProbe;
import dev.hourglass.evaluation.NearestNeighbours;
import dev.hourglass.report.Chapter;
import dev.hourglass.report.Finding;
import dev.hourglass.report.Table;
import dev.hourglass.report.Table.Cell;
import dev.hourglass.report.Table.Column;
import dev.hourglass.report.Table.Owner;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Whether a code serves classifiers: their accuracy on the code, on the pixels and on a linear code of the
 * same width.
 *
 * @param rows how many test rows, in words
 * @param raw  what the values of a row are called
 */
record CodeProbes(List<Probe> probes, String rows, String raw) {
    private static final int NEIGHBOURS = 10;
    private static final List<Integer> LABELS = List.of(100, 1_000);
    private static final String CODE = "code";

    /**
     * Accuracies on test rows.
     *
     * @param input    code, principal components or the values themselves
     * @param labels   training rows whose label was known, as many of each class
     * @param nearest  of the majority of the ten nearest
     * @param straight of multinomial logistic regression
     */
    record Probe(String input, int labels, double nearest, double straight) {
    }

    CodeProbes {
        probes = List.copyOf(probes);
    }

    /** Measures, where both parts have labels. */
    static CodeProbes measure(CodeSubject subject, ProbeAmount amount) {
        var known = subject.known();
        int width = subject.compressor().width();
        float[] values = RowReader.read(known, 0, known.size());
        String raw = subject.run().data().table().isPresent() ? "features" : "pixels";
        var inputs = List.of(
                new Input(CODE, width, subject.compressor().encode(values),
                        subject.compressor().encode(subject.testValues())),
                new Input("principal components", width, subject.pca().encode(values, width),
                        subject.pca().encode(subject.testValues(), width)),
                new Input(raw, known.shape().elements(), values, subject.testValues()));
        var counts = new ArrayList<>(LABELS);
        counts.removeIf(each -> each >= known.size());
        if (amount == ProbeAmount.ALL || counts.isEmpty()) {
            counts.add(known.size());
        }
        var probes = new ArrayList<Probe>();
        for (int count : counts) {
            for (Input input : inputs) {
                var some = LabelledRows.of(input.columns, input.known, labels(known))
                        .balanced(count, subject.run().settings().fit().seed());
                var test = LabelledRows.of(input.columns, input.test, labels(subject.test()));
                probes.add(new Probe(input.name, count,
                        NearestNeighbours.of(some).accuracy(test, NEIGHBOURS, subject.backend()),
                        LinearProbe.fit(some).accuracy(test)));
            }
        }
        return new CodeProbes(probes, subject.testWords(), raw);
    }

    private record Input(String name, int columns, float[] known, float[] test) {
    }

    static boolean isPossible(CodeSubject subject) {
        return hasLabels(subject.known()) && hasLabels(subject.test());
    }

    private static boolean hasLabels(Dataset rows) {
        return IntStream.range(0, rows.size()).allMatch(each -> rows.label(each).isPresent());
    }

    private static int[] labels(Dataset rows) {
        return IntStream.range(0, rows.size()).map(each -> rows.label(each).orElseThrow()).toArray();
    }

    Chapter chapter() {
        var rows = probes.stream().map(each -> new Table.Row(
                each.input.equals(CODE) ? Owner.MODEL : Owner.OTHER,
                List.of(Cell.of(each.input), Cell.of(String.format(Locale.ROOT, "%,d", each.labels)),
                        Cell.of(100 * each.nearest, "%.2f %%"), Cell.of(100 * each.straight, "%.2f %%"))))
                .toList();
        var table = new Table("Accuracy of classifiers on " + this.rows,
                List.of(Column.of("input"), Column.of("labels"), Column.of("10 nearest neighbours"),
                        Column.of("linear probe")),
                rows, "The code was learned without labels; classifiers saw so many.");
        return Chapter.of("What the code is good for", table, finding());
    }

    private Finding finding() {
        var sentences = probes.stream().filter(each -> each.input.equals(CODE)).map(code -> {
            var pixels = probes.stream()
                    .filter(each -> each.input.equals(raw) && each.labels == code.labels).findFirst()
                    .orElseThrow();
            return String.format(Locale.ROOT, "with %,d labels the code is %s than the %s for neighbours "
                    + "and %s for the linear probe", code.labels, word(code.nearest, pixels.nearest), raw,
                    word(code.straight, pixels.straight));
        }).toList();
        String text = String.join("; ", sentences) + ".";
        return Finding.note(Character.toUpperCase(text.charAt(0)) + text.substring(1));
    }

    private static String word(double code, double pixels) {
        return code > pixels ? "better" : code < pixels ? "worse" : "no better";
    }

    Map<String, Object> results() {
        return Map.of("probes", probes);
    }
}
