package dev.hourglass.data;

import dev.hourglass.plan.Shape;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/**
 * IDX files, the format of MNIST (yann.lecun.com/exdb/mnist): unsigned bytes, plain or in gzip, of shape (n,
 * h, w) or (n, h, w, c) for images and (n) for labels.
 */
public final class IdxDataset {
    private static final int UNSIGNED_BYTE = 0x08;

    private IdxDataset() {
    }

    /**
     * Opens images, with their labels where a label file lies beside them: {@code train-images-idx3-ubyte.gz}
     * and {@code train-labels-idx1-ubyte.gz}.
     *
     * @throws DataException when either is not IDX data, cut short, or larger than its header says
     */
    public static Dataset open(Path images) {
        return open(images.toString(), images, labelsBeside(images));
    }

    /**
     * Opens images with the labels of the given file.
     *
     * @throws DataException as above, and when there are not as many labels as images
     */
    public static Dataset open(Path images, Path labels) {
        return open(images.toString(), images, labels);
    }

    static Dataset open(String name, Path images, Path labels) {
        try (Input in = Input.open(images)) {
            int rank = magic(in);
            if (rank != 3 && rank != 4) {
                throw in.fail("expected images (3 or 4 extents), found " + (rank == 1 ? "labels" : "data")
                        + " with " + rank + (rank == 1 ? " extent" : " extents"));
            }
            int[] extents = new int[4];
            extents[3] = 1;
            for (int i = 0; i < rank; i++) {
                extents[i] = extent(in, i);
            }
            long rowBytes = Math.multiplyExact((long) extents[1] * extents[2], extents[3]);
            String what = extents[0] + " images of " + extents[1] + "x" + extents[2]
                    + (rank == 4 ? "x" + extents[3] : "");
            if (rowBytes > Integer.MAX_VALUE) {
                throw in.fail(what + ": one image is larger than 2147483647 bytes");
            }
            byte[] pixels = in.exactly(Math.multiplyExact(extents[0], rowBytes), what);
            in.end(what);
            Shape shape = Shape.of(extents[1], extents[2], extents[3]);
            return new ByteRows(name, shape, pixels,
                    labels == null ? null : labels(labels, extents[0], images), 1);
        } catch (ArithmeticException e) {
            throw new DataException(images + ": the header's extents multiply to more than 2^63 bytes", e);
        }
    }

    private static int[] labels(Path file, int expected, Path images) {
        try (Input in = Input.open(file)) {
            int rank = magic(in);
            if (rank != 1) {
                throw in.fail("expected labels (1 extent), found data with " + rank + " extents");
            }
            int count = extent(in, 0);
            if (count != expected) {
                throw in.fail("expected " + expected + " labels, one for each image of " + images + ", found "
                        + count);
            }
            byte[] bytes = in.exactly(count, count + " labels");
            in.end(count + " labels");
            int[] labels = new int[count];
            for (int i = 0; i < count; i++) {
                labels[i] = bytes[i] & 0xff;
            }
            return labels;
        }
    }

    private static int magic(Input in) {
        FileKind kind = in.peek();
        if (kind != FileKind.IDX) {
            throw in.fail("expected IDX data (first bytes 00 00 08 and the number of extents), found "
                    + kind.words());
        }
        byte[] magic = in.exactly(4, "the IDX header");
        if (magic[2] != UNSIGNED_BYTE) {
            throw in.fail("expected unsigned bytes (IDX type 0x08), found IDX type 0x0"
                    + Integer.toHexString(magic[2]));
        }
        return magic[3];
    }

    private static int extent(Input in, int index) {
        long extent = in.u32("the IDX header");
        if (extent < 1 || extent > Integer.MAX_VALUE) {
            throw in.fail(
                    "extent " + index + " of the IDX header: expected 1 to 2147483647, found " + extent);
        }
        return (int) extent;
    }

    static Path labelsBeside(Path images) {
        String name = images.getFileName().toString();
        String labels = name.replace("images", "labels").replace("idx3", "idx1").replace("idx4", "idx1");
        if (labels.equals(name)) {
            return null;
        }
        String plain = labels.endsWith(".gz") ? labels.substring(0, labels.length() - 3) : labels;
        return List.of(labels, plain, plain + ".gz").stream().map(images::resolveSibling)
                .filter(Files::isRegularFile)
                .findFirst().orElse(null);
    }

    /**
     * Writes values of nominal range [0, 1] as the nearest of 256 levels; what lies outside is clipped, NaN
     * is 0.
     *
     * @param shape (n), (n, h, w) or (n, h, w, c)
     */
    public static void write(Path file, Shape shape, float[] values) {
        byte[] levels = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            levels[i] = PngFile.level(values[i]);
        }
        write(file, shape, levels);
    }

    /**
     * Writes an IDX file of unsigned bytes, in gzip where its name ends in {@code .gz}.
     *
     * @param shape (n), (n, h, w) or (n, h, w, c)
     */
    public static void write(Path file, Shape shape, byte[] values) {
        if (shape.rank() < 1 || shape.elements() != values.length) {
            throw new IllegalArgumentException(
                    file + ": shape " + shape + " for " + values.length + " bytes");
        }
        ByteBuffer header = ByteBuffer.allocate(4 + 4 * shape.rank());
        header.putInt(UNSIGNED_BYTE << 8 | shape.rank());
        shape.extents().forEach(header::putInt);
        AtomicFile.write(file, out -> {
            if (file.toString().endsWith(".gz")) {
                try (OutputStream zipped = new GZIPOutputStream(out)) {
                    zipped.write(header.array());
                    zipped.write(values);
                }
            } else {
                out.write(header.array());
                out.write(values);
            }
        });
    }
}
