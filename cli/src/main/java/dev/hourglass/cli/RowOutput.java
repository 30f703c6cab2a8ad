package dev.hourglass.cli;

import dev.hourglass.data.DataException;
import dev.hourglass.plan.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Where a model's results go. */
public interface RowOutput extends AutoCloseable {

    /** Takes the result of one row: {@code shape.elements()} values from {@code offset} on. */
    void accept(int place, float[] values, int offset, Shape shape);

    /** All rows are there. */
    void finish();

    /** Leaves nothing behind that is of no use. */
    @Override
    default void close() {
    }

    /**
     * The output that a name stands for.
     *
     * @param input what the results come from
     * @param bytes room that the results will need
     */
    static RowOutput open(Path out, RowInput input, long bytes) {
        var kind = Kind.of(out);
        if (kind == Kind.FOLDER) {
            return new FolderOutput(OutputFolder.prepare(out, bytes), input.names());
        }
        checkParent(out, bytes);
        return new ArrayOutput(out, kind, input);
    }

    /** The same for codes, which only arrays can hold. */
    static RowOutput codes(Path out, RowInput input, long bytes) {
        var kind = Kind.of(out);
        if (kind != Kind.NPY && kind != Kind.NPZ) {
            throw new WrongOption("--out: codes are written as .npy or .npz, found " + out);
        }
        return open(out, input, bytes);
    }

    /** Makes sure that a file can be written where it should be. */
    static void checkParent(Path out, long bytes) {
        Path parent = out.toAbsolutePath().getParent();
        if (!Files.isDirectory(parent)) {
            throw new DataException(
                    out + ": cannot be written: there is no folder " + parent + "; create it first");
        }
        OutputFolder.prepare(parent, bytes);
    }

    /** The kind of output that a name stands for. */
    enum Kind {
        NPY, NPZ, IDX, PNG, FOLDER;

        static Kind of(Path path) {
            if (Files.isDirectory(path)) {
                return FOLDER;
            }
            String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
            if (name.endsWith(".npy")) {
                return NPY;
            }
            if (name.endsWith(".npz")) {
                return NPZ;
            }
            if (name.endsWith(".png")) {
                return PNG;
            }
            if (List.of(".idx", ".idx.gz", "ubyte", "ubyte.gz").stream().anyMatch(name::endsWith)) {
                return IDX;
            }
            if (name.indexOf('.', 1) < 0) {
                return FOLDER;
            }
            throw new WrongOption(
                    "--out: expected a name that ends in .npy, .npz, .idx, .idx.gz or .png, or a "
                            + "folder, found " + path);
        }
    }
}
