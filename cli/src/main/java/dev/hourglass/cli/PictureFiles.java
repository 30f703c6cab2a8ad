package dev.hourglass.cli;

import dev.hourglass.data.Datasets;
import dev.hourglass.data.Dataset;
import dev.hourglass.plan.Shape;
import java.nio.file.Path;
import java.util.List;

/** Picture files of one size as rows, decoded when they are read. */
public final class PictureFiles implements Dataset {
    private final String name;
    private final Shape shape;
    private final List<Path> files;

    public PictureFiles(String name, Shape shape, List<Path> files) {
        this.name = name;
        this.shape = shape;
        this.files = List.copyOf(files);
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
        Datasets.open(files.get(row)).read(0, into, offset);
    }
}
