package dev.hourglass.report.tensorboard;

import dev.hourglass.data.DataException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Locale;
import java.util.zip.CRC32C;
import javax.imageio.ImageIO;

/**
 * A file of TensorBoard's events, in the TFRecord format: for each event its length, a checksum of the
 * length, a Protocol Buffers message and a checksum of it. Every event is written at once, so that
 * TensorBoard can follow.
 *
 * @see <a href="https://github.com/tensorflow/tensorboard/blob/master/tensorboard/compat/proto/event.proto">
 *      event.proto and summary.proto</a>
 */
public final class EventFile implements AutoCloseable {
    /** Fields of event.proto and summary.proto, by their numbers there. */
    private static final int WALL_TIME = 1;
    private static final int STEP = 2;
    private static final int FILE_VERSION = 3;
    private static final int SUMMARY = 5;
    private static final int SESSION_LOG = 7;
    private static final int STATUS = 1;
    private static final int VALUE = 1;
    private static final int TAG = 1;
    private static final int SIMPLE_VALUE = 2;
    private static final int IMAGE = 4;
    private static final int HEIGHT = 1;
    private static final int WIDTH = 2;
    private static final int COLOURS = 3;
    private static final int PNG = 4;
    private static final long START = 1;
    private static final long RGB = 3;

    private static final int MASK = 0xa282ead8;

    private final Path file;
    private final OutputStream out;

    private EventFile(Path file, OutputStream out) {
        this.file = file;
        this.out = out;
    }

    /**
     * Begins a file in a folder, which is created where it is missing. Files that are there already stay:
     * TensorBoard reads all of a folder, in the order of their names.
     *
     * @throws DataException when it cannot be written
     */
    public static EventFile in(Path folder) {
        try {
            Files.createDirectories(folder);
            for (int i = 0;; i++) {
                var file = folder
                        .resolve(String.format(Locale.ROOT, "events.out.tfevents.%010d.hourglass.%d.%d",
                                Instant.now().getEpochSecond(), ProcessHandle.current().pid(), i));
                try {
                    var out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW,
                            StandardOpenOption.WRITE);
                    var events = new EventFile(file, out);
                    events.write(event(0).with(FILE_VERSION, "brain.Event:2"));
                    return events;
                } catch (FileAlreadyExistsException _) {
                    // Begun within the same second: take the next number.
                }
            }
        } catch (IOException e) {
            throw new DataException(folder + ": TensorBoard's events cannot be written: " + e.getMessage(),
                    e);
        }
    }

    public Path path() {
        return file;
    }

    /**
     * A run begins, or goes on: what earlier files of the folder have from this step on no longer counts.
     *
     * @throws IOException when it cannot be written, here and below
     */
    public void start(long step) throws IOException {
        write(event(step).with(SESSION_LOG, new Message().with(STATUS, START)));
    }

    /** A point of a curve. */
    public void scalar(String tag, long step, double value) throws IOException {
        write(summary(step, new Message().with(TAG, tag).with(SIMPLE_VALUE, (float) value)));
    }

    /** A picture. */
    public void image(String tag, long step, BufferedImage picture) throws IOException {
        var png = new ByteArrayOutputStream();
        if (!ImageIO.write(picture, "png", png)) {
            throw new IOException("Java has no PNG writer here");
        }
        var image = new Message().with(HEIGHT, picture.getHeight()).with(WIDTH, picture.getWidth())
                .with(COLOURS, RGB).with(PNG, png.toByteArray());
        write(summary(step, new Message().with(TAG, tag).with(IMAGE, image)));
    }

    private static Message summary(long step, Message value) {
        return event(step).with(SUMMARY, new Message().with(VALUE, value));
    }

    private static Message event(long step) {
        var now = Instant.now();
        return new Message().with(WALL_TIME, now.getEpochSecond() + now.getNano() / 1e9).with(STEP, step);
    }

    private void write(Message event) throws IOException {
        byte[] data = event.bytes();
        var record = ByteBuffer.allocate(Long.BYTES + Integer.BYTES + data.length + Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN).putLong(data.length);
        record.putInt(checksum(record.array(), Long.BYTES)).put(data).putInt(checksum(data, data.length));
        out.write(record.array());
    }

    /** CRC-32C, rotated and shifted so that a checksum of data with checksums in it is a good one too. */
    private static int checksum(byte[] bytes, int count) {
        var crc = new CRC32C();
        crc.update(bytes, 0, count);
        return Integer.rotateRight((int) crc.getValue(), 15) + MASK;
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
