package dev.hourglass.cli;

import dev.hourglass.data.Dataset;
import dev.hourglass.data.DatasetView;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/** Rows that can no longer be read once somebody asked to stop. */
public final class Interruptible extends DatasetView {
    private final BooleanSupplier stopped;

    public Interruptible(Dataset source, BooleanSupplier stopped) {
        super(source);
        this.stopped = stopped;
    }

    @Override
    public void read(int row, float[] into, int offset) {
        check();
        super.read(row, into, offset);
    }

    @Override
    public void read(int row, int epoch, float[] into, int offset) {
        check();
        super.read(row, epoch, into, offset);
    }

    private void check() {
        if (stopped.getAsBoolean()) {
            throw new CancellationException("interrupted while reading " + name());
        }
    }
}
