package dev.hourglass.train;

import dev.hourglass.plan.Parameter;
import dev.hourglass.spi.Session;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Stream;

/**
 * SHA-256 of the weights of a session: all parameters and state in the program's order, each value as four
 * bytes, the least significant first. That is the order in which a model's file holds them.
 */
public final class WeightHash {
    private WeightHash() {
    }

    /** In hexadecimal, of what the session holds now. */
    public static String of(Session session) {
        return of(session.program().parameters().stream().map(Parameter::slot).map(session::read));
    }

    /**
     * Of weights that lie elsewhere.
     *
     * @param weights of each parameter, in the program's order
     */
    public static String of(Stream<float[]> weights) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            weights.forEach(values -> {
                var bytes = ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES))
                        .order(ByteOrder.LITTLE_ENDIAN);
                bytes.asFloatBuffer().put(values);
                digest.update(bytes);
            });
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
