package dev.hourglass.cli;

import dev.hourglass.plan.Shape;
import me.tongfei.progressbar.ProgressBar;

/** A bar with speed and time left, where somebody watches and there is much to do. */
public final class ApplyProgress implements AutoCloseable {
    private static final int MUCH = 256;
    private static final int MUCH_OF_LARGE = 8;

    private final ProgressBar bar;

    private ApplyProgress(ProgressBar bar) {
        this.bar = bar;
    }

    public static ApplyProgress of(Streams streams, int rows) {
        return of(streams, "Images", rows, MUCH);
    }

    /**
     * The same for images or rows of a table.
     *
     * @param row   shape of one
     * @param count of them; negative where it is not known
     */
    public static ApplyProgress of(Streams streams, Shape row, int count) {
        return of(streams, row.rank() == 3 ? "Images" : "Rows", count, count < 0 ? count : MUCH);
    }

    /** The same for large images, which take a while each. */
    public static ApplyProgress ofTiles(Streams streams, long tiles) {
        return of(streams, "Tiles", tiles, MUCH_OF_LARGE);
    }

    private static ApplyProgress of(Streams streams, String what, long count, int much) {
        if (!streams.isInteractive() || count < much) {
            return new ApplyProgress(null);
        }
        return new ApplyProgress(Bars.of(streams, what, count).showSpeed().build());
    }

    public void step(long rows) {
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
