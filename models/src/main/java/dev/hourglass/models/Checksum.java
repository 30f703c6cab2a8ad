package dev.hourglass.models;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * SHA-256 of what the file of a model or a checkpoint says, however it is laid out: all metadata but the
 * checksum itself, and names, shapes and bytes of all tensors, both in the order of the bytes of their names.
 * A program that writes the same contents again may order tensors and format the header as it likes.
 * docs/model-format.md has the definition.
 */
final class Checksum {
    private static final String PREFIX = "sha256:";

    private final MessageDigest digest;

    private Checksum() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** @param metadata all but the checksum */
    static String of(Tensors tensors, Map<String, String> metadata) {
        var sum = new Checksum();
        sum.number(metadata.size());
        for (String key : inOrder(metadata.keySet())) {
            sum.text(key);
            sum.text(metadata.get(key));
        }
        sum.number(tensors.names().size());
        for (String name : inOrder(tensors.names())) {
            sum.text(name);
            var extents = tensors.shape(name).extents();
            sum.number(extents.size());
            extents.forEach(sum::number);
            float[] values = tensors.values(name);
            var bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(values);
            sum.digest.update(bytes);
        }
        return PREFIX + HexFormat.of().formatHex(sum.digest.digest());
    }

    private static List<String> inOrder(Collection<String> names) {
        return names.stream().sorted((a, b) -> Arrays.compareUnsigned(utf8(a), utf8(b))).toList();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Eight bytes, little-endian. */
    private void number(long value) {
        digest.update(ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(value).flip());
    }

    private void text(String text) {
        byte[] bytes = utf8(text);
        number(bytes.length);
        digest.update(bytes);
    }
}
