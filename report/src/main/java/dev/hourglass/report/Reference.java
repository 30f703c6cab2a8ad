package dev.hourglass.report;

/**
 * A straight line across a chart at a value, such as a baseline's error or a threshold.
 *
 * @param name written beside it
 * @param at   value on the axis that it crosses
 */
public record Reference(String name, Direction direction, double at) {

    /** Which way it runs. */
    public enum Direction {
        /** At a value of the y axis. */
        HORIZONTAL,
        /** At a value of the x axis. */
        VERTICAL
    }

    public static Reference horizontal(String name, double y) {
        return new Reference(name, Direction.HORIZONTAL, y);
    }

    public static Reference vertical(String name, double x) {
        return new Reference(name, Direction.VERTICAL, x);
    }
}
