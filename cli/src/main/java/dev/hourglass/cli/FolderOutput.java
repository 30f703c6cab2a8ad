package dev.hourglass.cli;

import dev.hourglass.data.DataException;
import dev.hourglass.data.PngFile;
import dev.hourglass.plan.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Results as PNG files, one for each row, each written as soon as it is there. */
final class FolderOutput implements RowOutput {
    private final OutputFolder folder;
    private final List<String> names;

    FolderOutput(OutputFolder folder, List<String> names) {
        this.folder = folder;
        this.names = names;
    }

    @Override
    public void accept(int place, float[] values, int offset, Shape shape) {
        Path file = folder.file(names.get(place) + ".png");
        try {
            Files.createDirectories(file.getParent());
        } catch (IOException e) {
            throw new DataException(file + ": its folder cannot be created: " + e.getMessage(), e);
        }
        PngFile.write(file, Arrays.copyOfRange(values, offset, offset + shape.elements()), shape.extent(0),
                shape.extent(1), shape.extent(2));
    }

    @Override
    public void finish() {
        // Every file was written as it came.
    }

    @Override
    public void close() {
        folder.removeIfEmpty();
    }
}
