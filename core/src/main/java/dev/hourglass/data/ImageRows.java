package dev.hourglass.data;

import dev.hourglass.plan.Shape;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/** Pictures that are decoded anew at each read, for folders larger than the memory. */
final class ImageRows implements Dataset {
    private final String name;
    private final Shape shape;
    private final List<Path> files;
    private final int[] labels;

    /** @param labels one for each file, or null */
    ImageRows(String name, Shape shape, List<Path> files, int[] labels) {
        this.name = name;
        this.shape = shape;
        this.files = files;
        this.labels = labels;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Shape shape() {
        return shape;
    }

    @Override
    public int size() {
        return files.size();
    }

    @Override
    public void read(int row, float[] into, int offset) {
        ImageFile image = ImageFile.open(files.get(row));
        ImageHeader header = image.header();
        if (header.height() != shape.extent(0) || header.width() != shape.extent(1)) {
            throw new DataException(files.get(row) + ": expected " + shape.extent(1) + "x" + shape.extent(0)
                    + " pixels as when the folder was opened, found " + header.size());
        }
        byte[] values = image.decode(shape.extent(2));
        for (int i = 0; i < values.length; i++) {
            into[offset + i] = (values[i] & 0xff) / 255f;
        }
    }

    @Override
    public boolean isFixed() {
        return true;
    }

    @Override
    public OptionalInt label(int row) {
        return labels == null ? OptionalInt.empty() : OptionalInt.of(labels[row]);
    }
}
