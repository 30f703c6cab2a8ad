package dev.hourglass.bench;

/**
 * How many times as long one contestant takes as another, turn by turn.
 *
 * @param of    whose time is divided
 * @param to    by whose
 * @param times the ratios
 */
public record Ratio(String of, String to, Series times) {
}
