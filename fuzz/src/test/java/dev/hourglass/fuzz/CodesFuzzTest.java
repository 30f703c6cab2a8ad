package dev.hourglass.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.hourglass.models.TrainedModel;
import dev.hourglass.models.compress.Compressor;
import dev.hourglass.spi.Backends;
import dev.hourglass.spi.Options;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** Files of codes, with the sums that were there and with the right ones. */
class CodesFuzzTest {
    private static final String NAME = "codes.hgc";
    private static final Compressor COMPRESSOR = compressor();

    private static Compressor compressor() {
        var model = TrainedModel.load(AnyBytes.file(Headers.resource("compressor.safetensors")));
        return Compressor.open(model, Backends.open("reference!", Options.standard()).backend(), 16);
    }

    @FuzzTest
    void read(byte[] bytes) {
        decode(bytes);
        decode(withSums(bytes));
    }

    private static void decode(byte[] bytes) {
        AnyBytes.check(bytes.length, NAME, () -> {
            var codes = COMPRESSOR.reader(new ByteArrayInputStream(bytes), NAME);
            while (codes.blockRows() > 0) {
                codes.read();
            }
        });
    }

    /** Mutations would never come past the sums. */
    private static byte[] withSums(byte[] bytes) {
        byte[] summed = bytes.clone();
        var codes = ByteBuffer.wrap(summed);
        int at = bytes.length < 22 ? bytes.length : 22 + 4 * (bytes[21] & 0xff) + 12;
        var sum = new CRC32C();
        int from = 0;
        while (at + 4 <= summed.length) {
            sum.update(summed, from, at - from);
            codes.putInt(at, (int) sum.getValue());
            from = at;
            if (at + 8 > summed.length) {
                break;
            }
            int length = codes.getInt(at + 4);
            if (length < 0 || length > summed.length - at - 8) {
                break;
            }
            at += 8 + length;
        }
        return summed;
    }
}
