package dev.hourglass.cli;

import dev.hourglass.train.DivergedException;
import dev.hourglass.train.Stopping;
import dev.hourglass.train.TrainReport;
import java.util.Locale;
import java.util.Optional;

/**
 * How training ended.
 *
 * @param outcome         for the report: completed, stopped-early, interrupted or diverged
 * @param kept            which weights it ended with
 * @param seconds         wall time
 * @param imagesPerSecond speed of the training steps
 * @param failure         what went wrong
 */
public record Ending(String outcome, Kept kept, double seconds, double imagesPerSecond,
        Optional<String> failure) {
    private static final String INTERRUPTED = "interrupted";
    private static final String DIVERGED = "diverged";

    public static Ending of(TrainReport report, LossHistory history, Stopping stopping) {
        String outcome = report.outcome().name().toLowerCase(Locale.ROOT).replace('_', '-');
        double speed = report.rowsPerSecond() > 0 ? report.rowsPerSecond() : history.rowsPerSecond();
        return new Ending(outcome, Kept.of(report.kept(), history, stopping), report.seconds(), speed,
                Optional.empty());
    }

    public static Ending diverged(DivergedException e, LossHistory history, Stopping stopping) {
        return new Ending(DIVERGED, Kept.of(e.kept(), history, stopping), history.seconds(),
                history.rowsPerSecond(),
                Optional.of(e.getMessage()));
    }

    /** The same, but the user did not wait for the tests. */
    public Ending interrupted() {
        return isDiverged() ? this : new Ending(INTERRUPTED, kept, seconds, imagesPerSecond, failure);
    }

    public boolean isDiverged() {
        return outcome.equals(DIVERGED);
    }

    public boolean isInterrupted() {
        return outcome.equals(INTERRUPTED);
    }

    /** The exit code that this way of ending asks for. */
    public int exitCode() {
        return switch (outcome) {
            case INTERRUPTED -> ExitCode.INTERRUPTED;
            case DIVERGED -> ExitCode.USER;
            default -> ExitCode.DONE;
        };
    }
}
