package dev.hourglass.data;

import dev.hourglass.plan.Shape;
import java.util.OptionalInt;

/** Another data set as it is; what a subclass does not change is handed on. */
public class DatasetView implements Dataset {
    private final Dataset source;

    protected DatasetView(Dataset source) {
        this.source = source;
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
        source.read(row, into, offset);
    }

    @Override
    public void read(int row, int epoch, float[] into, int offset) {
        source.read(row, epoch, into, offset);
    }

    /** A subclass that changes rows from epoch to epoch says no. */
    @Override
    public boolean isFixed() {
        return source.isFixed();
    }

    @Override
    public float weight(int row) {
        return source.weight(row);
    }

    @Override
    public OptionalInt label(int row) {
        return source.label(row);
    }
}
