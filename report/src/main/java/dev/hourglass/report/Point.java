package dev.hourglass.report;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.util.ArrayList;
import java.util.List;

/** A place in a chart, in the units of its axes. */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
public record Point(double x, double y) {

    /** Points of equally many x and y values. */
    public static List<Point> of(double[] x, double[] y) {
        if (x.length != y.length) {
            throw new IllegalArgumentException(
                    "expected as many y as x values, found " + x.length + " x and " + y.length + " y");
        }
        var points = new ArrayList<Point>(x.length);
        for (int i = 0; i < x.length; i++) {
            points.add(new Point(x[i], y[i]));
        }
        return points;
    }
}
