package dev.hourglass.cli;

import dev.hourglass.data.Dataset;
import dev.hourglass.plan.Shape;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/** Rows that can no longer be read once somebody asked to stop. */
public final class Interruptible implements Dataset {
    private final Dataset source;
    private final BooleanSupplier stopped;

    public Interruptible(Dataset source, BooleanSupplier stopped) {
        this.source = source;
        this.stopped = stopped;
    }

    @Override
    public String name() {
        return source.name();
    }

    @Override
    public Shape shape() {
        return source.shape();
    }

    @Override
    public int size() {
        return source.size();
    }

    @Override
    public void read(int row, float[] into, int offset) {
        if (stopped.getAsBoolean()) {
            throw new CancellationException("interrupted while reading " + name());
        }
        source.read(row, into, offset);
    }

    @Override
    public OptionalInt label(int row) {
        return source.label(row);
    }
}
