package dev.hourglass.evaluation;

import java.util.ArrayList;
import java.util.List;

/**
 * Keeps the points of a curve that can be told apart when it is drawn: the first, the last, and one wherever
 * the curve has moved on by its share of the whole length (in steps along the axes).
 */
final class Thinning<P> {
    private final double share;
    private final List<P> points = new ArrayList<>();
    private P last;
    private double x;
    private double y;

    Thinning(int most, double length) {
        if (most < 2) {
            throw new IllegalArgumentException("a curve needs at least 2 points, asked for " + most);
        }
        this.share = length / most;
    }

    void add(double x, double y, P point) {
        if (points.isEmpty() || Math.abs(x - this.x) + Math.abs(y - this.y) >= share) {
            points.add(point);
            this.x = x;
            this.y = y;
            last = null;
        } else {
            last = point;
        }
    }

    List<P> points() {
        if (last != null) {
            points.add(last);
            last = null;
        }
        return List.copyOf(points);
    }
}
