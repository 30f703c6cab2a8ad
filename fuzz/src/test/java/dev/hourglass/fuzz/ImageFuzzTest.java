package dev.hourglass.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.hourglass.data.Channels;
import dev.hourglass.data.ImageFolder;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/** PNG and JPEG. */
class ImageFuzzTest {

    @FuzzTest
    void open(byte[] bytes) {
        AnyBytes.read(bytes, file -> WholeRows.check(ImageFolder.open(file, Channels.AS_FOUND)));
        if (bytes.length > 1 && bytes[1] == 'P') {
            byte[] summed = withSums(bytes);
            AnyBytes.read(summed, file -> WholeRows.check(ImageFolder.open(file, Channels.RGB)));
        }
    }

    /** A PNG whose chunks have the right sums: mutations would never come past them. */
    private static byte[] withSums(byte[] bytes) {
        var png = ByteBuffer.wrap(bytes.clone());
        int at = 8;
        while (at + 12 <= png.capacity() && png.getInt(at) >= 0
                && png.getInt(at) <= png.capacity() - at - 12) {
            int length = png.getInt(at);
            var sum = new CRC32();
            sum.update(png.array(), at + 4, 4 + length);
            png.putInt(at + 8 + length, (int) sum.getValue());
            at += 12 + length;
        }
        return png.array();
    }
}
