package dev.hourglass.report;

import java.util.ArrayList;
import java.util.List;

/**
 * Lines over a common x axis: losses over epochs, errors over code lengths, ROC curves.
 *
 * @param note a sentence under the chart; may be empty
 */
public record LineChart(String title, Axis x, Axis y, List<Line> lines, List<Reference> references,
        String note) implements Section {
    public LineChart {
        lines = List.copyOf(lines);
        references = List.copyOf(references);
    }

    public static LineChart of(String title, Axis x, Axis y, Line... lines) {
        return new LineChart(title, x, y, List.of(lines), List.of(), "");
    }

    public LineChart with(Line line) {
        var more = new ArrayList<>(lines);
        more.add(line);
        return new LineChart(title, x, y, more, references, note);
    }

    public LineChart with(Reference reference) {
        var more = new ArrayList<>(references);
        more.add(reference);
        return new LineChart(title, x, y, lines, more, note);
    }

    public LineChart noted(String sentence) {
        return new LineChart(title, x, y, lines, references, sentence);
    }
}
