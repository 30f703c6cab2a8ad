package dev.hourglass.models.compress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RangeCoderTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 7, 1000, 50_000})
    void everySymbolComesBackAndTheBytesEndWithThem(int count) {
        var random = new Random(count);
        var sizes = new int[40];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = 1 + (int) Math.pow(random.nextDouble(), 8) * 3000;
        }
        var symbols = random.ints(count, 0, sizes.length).toArray();
        var out = new RangeEncoder();
        var writing = new Frequencies(sizes);
        for (int symbol : symbols) {
            writing.write(out, symbol);
            out.writeBits(symbol * 31, symbol % 17);
        }
        byte[] bytes = out.finish();
        var in = new RangeDecoder(bytes);
        var reading = new Frequencies(sizes);
        for (int symbol : symbols) {
            assertEquals(symbol, reading.read(in));
            assertEquals(symbol * 31 & (1 << symbol % 17) - 1, in.readBits(symbol % 17));
        }
        assertTrue(in.isAtEnd());
    }

    /** Always the last part of the interval: as many carries and runs of 255 as can be. */
    @Test
    void carriesRunThrough() {
        var random = new Random(5);
        for (int run = 0; run < 200; run++) {
            var out = new RangeEncoder();
            var starts = new int[300];
            for (int i = 0; i < starts.length; i++) {
                starts[i] = random.nextInt(50) == 0 ? 0 : 65_535;
                out.write(starts[i], 1, 65_536);
            }
            var in = new RangeDecoder(out.finish());
            for (int start : starts) {
                assertEquals(start, in.peek(65_536));
                in.take(start, 1);
            }
            assertTrue(in.isAtEnd());
        }
    }

    @Test
    void takesHardlyMoreThanTheInformationContent() {
        var random = new Random(1);
        double[] shares = {0.9, 0.05, 0.03, 0.02};
        int count = 100_000;
        var out = new RangeEncoder();
        var frequencies = new Frequencies(new int[] {9000, 500, 300, 200});
        double bits = 0;
        for (int i = 0; i < count; i++) {
            double draw = random.nextDouble();
            int symbol = draw < 0.9 ? 0 : draw < 0.95 ? 1 : draw < 0.98 ? 2 : 3;
            bits -= Math.log(shares[symbol]) / Math.log(2);
            frequencies.write(out, symbol);
        }
        int bytes = out.finish().length;
        assertEquals(bits / 8, bytes, 0.005 * bits / 8);
    }

    /** Frequencies that were wrong at first are soon right. */
    @Test
    void learnsWhatIsFrequent() {
        var out = new RangeEncoder();
        var frequencies = new Frequencies(new int[] {8000, 10, 10, 10});
        for (int i = 0; i < 50_000; i++) {
            frequencies.write(out, 1 + i % 2);
        }
        assertTrue(out.finish().length < 1.15 * 50_000 / 8);
    }
}
