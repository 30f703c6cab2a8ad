package dev.hourglass.models;

import dev.hourglass.data.Dataset;
import dev.hourglass.data.DatasetView;
import dev.hourglass.plan.Shape;

/** The middle of every image, or whole rows where there is nothing to cut. */
final class Middle extends DatasetView {
    private final Dataset source;
    private final Shape part;

    Middle(Dataset source, Shape part) {
        super(source);
        this.source = source;
        this.part = part;
    }

    @Override
    public Shape shape() {
        return part;
    }

    @Override
    public void read(int row, float[] into, int offset) {
        Shape whole = source.shape();
        if (part.equals(whole)) {
            source.read(row, into, offset);
            return;
        }
        var values = new float[whole.elements()];
        source.read(row, values, 0);
        int line = part.extent(1) * part.extent(2);
        int top = (whole.extent(0) - part.extent(0)) / 2;
        int left = (whole.extent(1) - part.extent(1)) / 2;
        for (int y = 0; y < part.extent(0); y++) {
            System.arraycopy(values, ((top + y) * whole.extent(1) + left) * whole.extent(2), into,
                    offset + y * line, line);
        }
    }
}
