package dev.hourglass.report.tensorboard;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.UnknownFieldSet;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads events by the format's description, with the library of Protocol Buffers and a checksum bit by bit.
 */
final class EventReader {
    private static final int POLYNOMIAL = 0x82F63B78;

    /** One event's only value. */
    record Value(long step, String tag, UnknownFieldSet fields) {
        float scalar() {
            return Float.intBitsToFloat(fields.getField(2).getFixed32List().getFirst());
        }

        UnknownFieldSet image() throws IOException {
            return UnknownFieldSet.parseFrom(fields.getField(4).getLengthDelimitedList().getFirst());
        }
    }

    private EventReader() {
    }

    /** The messages of a file; every length and every checksum must be right. */
    static List<UnknownFieldSet> events(Path file) throws IOException {
        var events = new ArrayList<UnknownFieldSet>();
        var bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            int at = bytes.position();
            long length = bytes.getLong();
            assertEquals(masked(Arrays.copyOfRange(bytes.array(), at, at + 8)), bytes.getInt(),
                    "checksum of length");
            var data = new byte[Math.toIntExact(length)];
            bytes.get(data);
            assertEquals(masked(data), bytes.getInt(), "checksum of data");
            events.add(UnknownFieldSet.parseFrom(data));
        }
        return events;
    }

    static List<Value> values(Path file) throws IOException {
        var values = new ArrayList<Value>();
        for (var event : events(file)) {
            for (var summary : event.getField(5).getLengthDelimitedList()) {
                for (var value : UnknownFieldSet.parseFrom(summary).getField(1).getLengthDelimitedList()) {
                    var fields = UnknownFieldSet.parseFrom(value);
                    values.add(new Value(step(event), fields.getField(1).getLengthDelimitedList().getFirst()
                            .toString(StandardCharsets.UTF_8), fields));
                }
            }
        }
        return values;
    }

    static long step(UnknownFieldSet event) {
        return event.getField(2).getVarintList().getFirst();
    }

    private static int masked(byte[] data) {
        int crc = -1;
        for (byte each : data) {
            crc ^= each & 0xFF;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) == 1 ? crc >>> 1 ^ POLYNOMIAL : crc >>> 1;
            }
        }
        crc = ~crc;
        return (crc >>> 15 | crc << 17) + 0xa282ead8;
    }
}
