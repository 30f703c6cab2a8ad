package dev.hourglass.cli.compress;

import dev.hourglass.cli.Words;
import dev.hourglass.evaluation.Neighbourhoods;
import dev.hourglass.report.Chapter;
import dev.hourglass.report.Table;
import dev.hourglass.report.Table.Cell;
import dev.hourglass.report.Table.Column;
import dev.hourglass.report.Table.Owner;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Whether what lies near each other still does as codes, beside the linear code of the same width.
 *
 * @param rows how many test rows, in words
 */
record CodeNeighbourhoods(List<Measured> measured, String rows) {
    /** All pairs are compared; with more rows the numbers change little. */
    private static final int MOST_ROWS = 2_000;
    private static final List<Integer> NEIGHBOURS = List.of(10, 100);
    private static final String MODEL = "this model";

    /** One code's neighbourhoods. */
    record Measured(String code, int neighbours, double trustworthiness, double continuity) {
        static Measured of(String code, Neighbourhoods found) {
            return new Measured(code, found.neighbours(), found.trustworthiness(), found.continuity());
        }
    }

    CodeNeighbourhoods {
        measured = List.copyOf(measured);
    }

    /** Whether there are rows enough for the fewest neighbours. */
    static boolean isPossible(CodeSubject subject) {
        return subject.test().size() > 2 * NEIGHBOURS.getFirst();
    }

    static CodeNeighbourhoods measure(CodeSubject subject) {
        int count = Math.min(subject.test().size(), MOST_ROWS);
        int width = subject.compressor().width();
        float[] rows = Arrays.copyOf(subject.testValues(), count * subject.test().shape().elements());
        float[] codes = subject.compressor().encode(rows);
        float[] linear = subject.pca().encode(rows, width);
        var measured = new ArrayList<Measured>();
        for (int neighbours : NEIGHBOURS) {
            if (count > 2 * neighbours) {
                measured.add(Measured.of(MODEL, Neighbourhoods.of(rows, codes, count, neighbours)));
                measured.add(Measured.of("principal components",
                        Neighbourhoods.of(rows, linear, count, neighbours)));
            }
        }
        return new CodeNeighbourhoods(measured, Words.count(count, "test " + subject.run().data().noun()));
    }

    Chapter chapter() {
        var shown = measured.stream().map(each -> new Table.Row(
                each.code.equals(MODEL) ? Owner.MODEL : Owner.OTHER,
                List.of(Cell.of(each.code), Cell.of(String.valueOf(each.neighbours)),
                        Cell.of(each.trustworthiness, "%.4f"), Cell.of(each.continuity, "%.4f"))))
                .toList();
        return Chapter.of("What lies near what", new Table("Neighbourhoods of " + rows,
                List.of(Column.of("code"), Column.of("neighbours"), Column.of("trustworthiness"),
                        Column.of("continuity")),
                shown, "Trustworthiness: what is near as codes was near before. Continuity: what was near "
                        + "before is near as codes. 1 is best, about 0.5 is chance (Venna and Kaski 2001)."));
    }

    Map<String, Object> results() {
        return Map.of("neighbourhoods", measured);
    }
}
