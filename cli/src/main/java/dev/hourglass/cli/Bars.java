package dev.hourglass.cli;

import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Progress bars as terminals can show them. */
public final class Bars {
    private Bars() {
    }

    /** One as wide as the terminal, not yet shown. */
    public static ProgressBarBuilder of(Streams streams, String task, long most) {
        return of(streams, TerminalWidth.columns(), task, most);
    }

    static ProgressBarBuilder of(Streams streams, int columns, String task, long most) {
        return new ProgressBarBuilder().setTaskName(task).setInitialMax(most)
                .setStyle(streams.isUnicode() ? ProgressBarStyle.UNICODE_BLOCK : ProgressBarStyle.ASCII)
                .setConsumer(new ConsoleProgressBarConsumer(streams.err(), columns - 1));
    }
}
