package dev.hourglass.report;

import java.util.List;

/**
 * A line of a chart.
 *
 * @param name   in the legend; say there what readers should take from it, such as "model (AUROC 0.97)"
 * @param points in order of x
 */
public record Line(String name, Style style, List<Point> points) {

    /** How a line is drawn. */
    public enum Style {
        SOLID,
        /** For what others are compared with. */
        DASHED,
        /** Thin and pale: for noisy detail behind other lines. */
        FAINT,
        /** Solid, with a mark at every point. */
        MARKED
    }

    public Line {
        points = List.copyOf(points);
    }

    /** A solid line. */
    public static Line of(String name, double[] x, double[] y) {
        return new Line(name, Style.SOLID, Point.of(x, y));
    }

    public Line styled(Style other) {
        return new Line(name, other, points);
    }
}
