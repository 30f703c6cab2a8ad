package dev.hourglass.fuzz;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * A model file that gets one header after the other over the tensors of a sound one: what is mutated is the
 * JSON, and its length always fits. The tensors stay where they are, behind a room for the header that is
 * filled up with spaces, as the format allows: to write them each time took longer than to read the file.
 */
final class Headers {
    private static final int ROOM = 1 << 13;

    private final byte[] tensors;
    private final Path path;
    private final FileChannel file;

    private Headers(byte[] tensors, Path path) throws IOException {
        this.tensors = tensors;
        this.path = path;
        this.file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        file.write(ByteBuffer.wrap(tensors), Long.BYTES + ROOM);
    }

    static Headers over(String resource) {
        byte[] sound = resource(resource);
        try {
            return new Headers(Arrays.copyOfRange(sound, start(sound), sound.length),
                    AnyBytes.place(resource));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The header of a sound file. */
    static byte[] of(byte[] file) {
        return Arrays.copyOfRange(file, Long.BYTES, start(file));
    }

    private static int start(byte[] file) {
        return Long.BYTES + (int) ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }

    static byte[] resource(String name) {
        try (InputStream in = Headers.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Gives the file with this header to a reader. */
    void read(byte[] header, Consumer<Path> reader) {
        if (header.length > ROOM) {
            AnyBytes.read(file(header, header.length, tensors.length).put(tensors).array(), reader);
            return;
        }
        try {
            file.write(file(header, ROOM, 0).flip(), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        AnyBytes.check(Long.BYTES + ROOM + tensors.length, path.toString(), () -> reader.accept(path));
    }

    /** Length and header, filled up with spaces; what follows it is still to be put. */
    private static ByteBuffer file(byte[] header, int room, int following) {
        var file = ByteBuffer.allocate(Long.BYTES + room + following).order(ByteOrder.LITTLE_ENDIAN)
                .putLong(room).put(header);
        while (file.position() < Long.BYTES + room) {
            file.put((byte) ' ');
        }
        return file;
    }
}
