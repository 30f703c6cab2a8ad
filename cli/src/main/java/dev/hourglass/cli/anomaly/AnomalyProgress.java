package dev.hourglass.cli.anomaly;

import dev.hourglass.cli.Bars;
import dev.hourglass.cli.Streams;
import java.util.function.Consumer;
import me.tongfei.progressbar.ProgressBar;

/** A bar where somebody watches, a line for each part of the work elsewhere. */
final class AnomalyProgress implements AutoCloseable {
    private final ProgressBar bar;
    private final Consumer<String> parts;

    private AnomalyProgress(ProgressBar bar, Consumer<String> parts) {
        this.bar = bar;
        this.parts = parts;
    }

    /** @param all steps, or -1 where nobody knows */
    static AnomalyProgress of(Streams streams, String task, long all) {
        return new AnomalyProgress(!streams.isInteractive() ? null
                : Bars.of(streams, task, all).showSpeed().build(),
                streams.isInteractive() ? _ -> {
                } : part -> streams.say(task + " " + part));
    }

    static AnomalyProgress none() {
        return new AnomalyProgress(null, _ -> {
        });
    }

    /** Says that a part of the work has begun. */
    void begins(String part) {
        parts.accept(part);
    }

    void to(long done, long all) {
        if (bar != null) {
            bar.maxHint(all);
            bar.stepTo(done);
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
