package dev.hourglass.fuzz;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Model files of any header over the tensors of a sound one: what is mutated is the JSON, and its length
 * always fits.
 */
record Headers(byte[] tensors) {

    static Headers over(String resource) {
        byte[] file = resource(resource);
        return new Headers(Arrays.copyOfRange(file, start(file), file.length));
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

    byte[] file(byte[] header) {
        return ByteBuffer.allocate(Long.BYTES + header.length + tensors.length).order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length).put(header).put(tensors).array();
    }
}
