package dev.hourglass.cli;

import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar with speed and time left, where somebody watches and there is much to do. */
public final class ApplyProgress implements AutoCloseable {
    private static final int MUCH = 256;

    private final ProgressBar bar;

    private ApplyProgress(ProgressBar bar) {
        this.bar = bar;
    }

    public static ApplyProgress of(Streams streams, int rows) {
        if (!streams.isInteractive() || rows < MUCH) {
            return new ApplyProgress(null);
        }
        return new ApplyProgress(new ProgressBarBuilder().setTaskName("Images").setInitialMax(rows)
                .showSpeed()
                .setStyle(streams.isUnicode() ? ProgressBarStyle.UNICODE_BLOCK : ProgressBarStyle.ASCII)
                .setConsumer(new ConsoleProgressBarConsumer(streams.err(), TerminalWidth.columns() - 1))
                .build());
    }

    public void step(int rows) {
        if (bar != null) {
            bar.stepBy(rows);
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
