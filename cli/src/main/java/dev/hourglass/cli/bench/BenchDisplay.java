package dev.hourglass.cli.bench;

import dev.hourglass.bench.BenchProgress;
import dev.hourglass.cli.Bars;
import dev.hourglass.cli.Streams;
import me.tongfei.progressbar.ProgressBar;

/** A line for each piece of work, and below it a bar, where somebody watches, for what has many pieces. */
final class BenchDisplay implements BenchProgress, AutoCloseable {
    private final Streams streams;
    private ProgressBar bar;

    BenchDisplay(Streams streams) {
        this.streams = streams;
    }

    /** The next small piece begins another bar below the line. */
    @Override
    public void say(String line) {
        close();
        streams.say(line);
    }

    @Override
    public void at(String piece, int done, int all) {
        if (!streams.isInteractive()) {
            return;
        }
        if (bar == null) {
            bar = Bars.of(streams, "Kernels", all).build();
        }
        bar.setExtraMessage(piece);
        bar.stepTo(done);
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
