package dev.hourglass.data;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteOrder;
import java.nio.file.Path;

/** Files of one NumPy array, versions 1, 2 and 3 of the npy format; also in gzip. */
public final class Npy {

    private Npy() {
    }

    /**
     * Reads the array.
     *
     * @throws DataException when the file is not an npy file, is cut short, or has another element type
     */
    public static NpyArray read(Path file) {
        try (Input in = Input.open(file)) {
            return NpyHeader.read(in);
        }
    }

    /**
     * Writes a version 1 file, atomically.
     *
     * @throws DataException when it cannot be written
     */
    public static void write(Path file, NpyArray array) {
        AtomicFile.write(file, out -> write(out, array));
    }

    static void write(OutputStream out, NpyArray array) throws IOException {
        if (array.raw().order() != ByteOrder.LITTLE_ENDIAN && array.type().bytes() > 1) {
            throw new IllegalArgumentException("only little-endian arrays are written; use NpyArray.of");
        }
        out.write(NpyHeader.bytes(array));
        out.write(array.raw().array());
    }
}
