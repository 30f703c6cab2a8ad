package dev.hourglass.cli.report;

import dev.hourglass.cli.LossHistory;
import dev.hourglass.models.table.TableEncoding;
import dev.hourglass.report.Axis;
import dev.hourglass.report.Chapter;
import dev.hourglass.report.Command;
import dev.hourglass.report.Line;
import dev.hourglass.report.LineChart;
import dev.hourglass.report.Point;
import dev.hourglass.report.Section;
import dev.hourglass.report.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Chapters that the page of any training has. */
public final class RunChapters {
    private static final int MOST_POINTS = 300;

    private RunChapters() {
    }

    /**
     * How the loss went.
     *
     * @param loss what it is, for the axis
     */
    public static Chapter training(LossHistory history, String loss) {
        return new Chapter("How training went", List.of(losses(history, loss)));
    }

    private static Section losses(LossHistory history, String loss) {
        var lines = new ArrayList<Line>();
        lines.add(new Line("training, mean of an epoch", Line.Style.SOLID,
                history.epochs().stream().map(each -> new Point(each.epoch() - 0.5, each.loss())).toList()));
        lines.add(new Line("validation, after an epoch", Line.Style.DASHED, validation(history)));
        lines.add(new Line("training, as it went", Line.Style.FAINT,
                history.points().size() <= history.epochs().size() ? List.of() : asItWent(history.points())));
        lines.removeIf(each -> each.points().isEmpty());
        if (lines.isEmpty()) {
            return Text.of("No step was finished.");
        }
        boolean positive = lines.stream().flatMap(each -> each.points().stream())
                .allMatch(each -> each.y() > 0);
        return new LineChart("Loss", Axis.of("epoch").from(0, Double.NaN),
                positive ? Axis.log(loss) : Axis.of(loss), lines,
                List.of(),
                lines.stream().anyMatch(each -> each.style() == Line.Style.DASHED)
                        ? "When validation rises while training falls, the model learns its training rows by heart."
                        : "");
    }

    private static List<Point> validation(LossHistory history) {
        return history.validation().stream().map(each -> new Point(each.epochs(), each.loss())).toList();
    }

    /** The mean of some looks each, so that a line can be made out. */
    private static List<Point> asItWent(List<LossHistory.Point> points) {
        int merged = Math.max(1, Math.ceilDiv(points.size(), MOST_POINTS));
        var means = new ArrayList<Point>();
        for (int from = 0; from + merged <= points.size(); from += merged) {
            var window = points.subList(from, from + merged);
            means.add(
                    new Point(window.stream().mapToDouble(LossHistory.Point::epochs).average().orElseThrow(),
                            window.stream().mapToDouble(LossHistory.Point::loss).average().orElseThrow()));
        }
        return means.size() < 2 ? List.of() : means;
    }

    /** How to do it again. */
    public static Chapter again(String command) {
        return Chapter.of("Do it again", new Command("", command),
                Text.of("On the same machine and data this gives the same numbers, bit by bit."));
    }

    /** Says which columns of a table are learnt from, and which are not. */
    public static void columns(TableEncoding encoding, Map<String, String> facts) {
        facts.put("Columns", encoding.used().size() + " used, as " + encoding.width() + " features");
        encoding.unused().forEach(each -> facts.put("Column not used, " + each.split(": ", 2)[0],
                each.split(": ", 2)[1]));
    }
}
