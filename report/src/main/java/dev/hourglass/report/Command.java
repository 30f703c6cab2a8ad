package dev.hourglass.report;

/**
 * A command line to copy.
 *
 * @param title   what it does
 * @param command ready for a shell; may have several lines
 */
public record Command(String title, String command) implements Section {
}
