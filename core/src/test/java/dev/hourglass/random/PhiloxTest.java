package dev.hourglass.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hourglass.plan.RandomOp.Distribution;
import dev.hourglass.plan.RandomOp.Distribution.Bernoulli;
import dev.hourglass.plan.RandomOp.Distribution.Normal;
import dev.hourglass.plan.RandomOp.Distribution.Uniform;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PhiloxTest {
    private static final long SEED = 0x0123456789ABCDEFL;

    /** The known answers for philox4x32-10 that come with Random123 (kat_vectors). */
    @ParameterizedTest
    @CsvSource({
        "00000000 00000000 00000000 00000000, 00000000 00000000, 6627e8d5 e169c58d bc57ac4c 9b00dbd8",
        "ffffffff ffffffff ffffffff ffffffff, ffffffff ffffffff, 408f276d 41c83b0e a20bc7c6 6d5451fd",
        "243f6a88 85a308d3 13198a2e 03707344, a4093822 299f31d0, d16cfe09 94fdcceb 5001e420 24126ea1"
    })
    void givesThePublishedAnswers(String counter, String key, String expected) {
        int[] c = words(counter);
        int[] k = words(key);
        var philox = new Philox(k[1] & 0xFFFFFFFFL | (long) k[0] << 32, 0);
        var swapped = new Philox(k[0] & 0xFFFFFFFFL | (long) k[1] << 32, 0);
        swapped.block(c[0], c[1], c[2], c[3]);
        assertEquals(expected, swapped.toString());
        philox.block(c[0], c[1], c[2], c[3]);
        assertEquals(k[0] == k[1], expected.equals(philox.toString()),
                "the low word of the seed is the first key");
    }

    private static int[] words(String text) {
        return Arrays.stream(text.split(" ")).mapToInt(word -> Integer.parseUnsignedInt(word, 16)).toArray();
    }

    @Test
    void countsByElementStreamAndTick() {
        var philox = new Philox(SEED, 7);
        philox.block(5, 7, 3, 0);
        int[] block = words(philox.toString());
        for (int lane = 0; lane < 4; lane++) {
            assertEquals(block[lane], philox.bits(3, 20 + lane));
        }
    }

    @Test
    void uniformIsTheUpper24Bits() {
        float[] draws = new float[10];
        var philox = new Philox(SEED, 7);
        philox.fill(new Uniform(), 3, draws, 0, 10);
        for (int i = 0; i < 10; i++) {
            assertEquals((philox.bits(3, i) >>> 8) / 16777216f, draws[i]);
        }
    }

    @Test
    void normalIsBoxAndMullersTransformOfEachPair() {
        float[] draws = new float[8];
        var philox = new Philox(SEED, 7);
        philox.fill(new Normal(), 3, draws, 0, 8);
        for (int i = 0; i < 8; i += 2) {
            double u = ((philox.bits(3, i) >>> 8) + 1) / 16777216.0;
            double v = (philox.bits(3, i + 1) >>> 8) / 16777216.0;
            double radius = Math.sqrt(-2 * Math.log(u));
            assertEquals(radius * Math.cos(2 * Math.PI * v), draws[i], 1e-6);
            assertEquals(radius * Math.sin(2 * Math.PI * v), draws[i + 1], 1e-6);
        }
    }

    /** Over the whole range of draws, not only those that a short run happens to meet. */
    @Test
    void logarithmSineAndCosineAreAccurate() {
        for (int k = 0; k < 1 << 24; k += k < 1000 || k > 16_776_000 ? 1 : 97) {
            int bits = k << 8;
            double radius = Math.sqrt(-2 * Math.log((k + 1) / 16777216.0));
            double angle = 2 * Math.PI * (k / 16777216.0);
            assertEquals(radius, BoxMuller.radius(bits), 1e-14 * radius);
            assertEquals(Math.cos(angle), BoxMuller.cosine(bits), 2e-15);
            assertEquals(Math.sin(angle), BoxMuller.sine(bits), 2e-15);
        }
    }

    @Test
    void bernoulliIsTheValueWhereUniformIsBelowTheProbability() {
        float[] uniform = new float[1000];
        float[] mask = new float[1000];
        new Philox(SEED, 7).fill(new Uniform(), 3, uniform, 0, 1000);
        new Philox(SEED, 7).fill(new Bernoulli(0.25f, 4), 3, mask, 0, 1000);
        for (int i = 0; i < 1000; i++) {
            assertEquals(uniform[i] < 0.25f ? 4f : 0f, mask[i]);
        }
    }

    @Test
    void momentsAreThoseOfTheDistribution() {
        int n = 1 << 20;
        assertMoments(new Uniform(), n, 0.5, 1 / 12.0);
        assertMoments(new Normal(), n, 0, 1);
        assertMoments(new Bernoulli(0.3f, 1), n, 0.3, 0.21);
    }

    private static void assertMoments(Distribution distribution, int n, double mean, double variance) {
        float[] draws = new float[n];
        new Philox(SEED, 1).fill(distribution, 1, draws, 0, n);
        double sum = 0;
        double squares = 0;
        for (float draw : draws) {
            sum += draw;
            squares += (double) draw * draw;
        }
        assertEquals(mean, sum / n, 5 * Math.sqrt(variance / n));
        assertEquals(variance, squares / n - sum / n * (sum / n), 0.01 * variance);
    }

    @Test
    void partsOfAFillAreTheWhole() {
        for (Distribution distribution : new Distribution[] {new Uniform(), new Normal(),
            new Bernoulli(0.5f, 2)}) {
            float[] whole = new float[27];
            float[] parts = new float[27];
            var philox = new Philox(SEED, 7);
            philox.fill(distribution, 9, whole, 0, 27);
            MemorySegment out = MemorySegment.ofArray(parts);
            philox.fill(distribution, 9, 12, out.asSlice(12 * 4));
            philox.fill(distribution, 9, 0, out.asSlice(0, 12 * 4));
            assertArrayEquals(whole, parts);
        }
        assertThrows(IllegalArgumentException.class,
                () -> new Philox(1, 1).fill(new Uniform(), 0, 3, MemorySegment.ofArray(new float[4])));
    }

    @Test
    void seedStreamAndTickEachChangeTheDraws() {
        int base = new Philox(SEED, 7).bits(3, 20);
        assertNotEquals(base, new Philox(SEED + 1, 7).bits(3, 20));
        assertNotEquals(base, new Philox(SEED + (1L << 32), 7).bits(3, 20));
        assertNotEquals(base, new Philox(SEED, 8).bits(3, 20));
        assertNotEquals(base, new Philox(SEED, 7).bits(4, 20));
    }

    @Test
    void permutationsAreEquallyLikely() {
        int[] counts = new int[24];
        int rounds = 24_000;
        for (int tick = 0; tick < rounds; tick++) {
            int[] p = new PhiloxGenerator(SEED, Streams.SHUFFLING.id(), tick).permutation(4);
            counts[rank(p)]++;
        }
        double chiSquare = Arrays.stream(counts).mapToDouble(c -> Math.pow(c - 1000, 2) / 1000).sum();
        assertTrue(chiSquare < 49.7, "χ² with 23 degrees of freedom exceeds its 99.9 % point: " + chiSquare);
    }

    private static int rank(int[] permutation) {
        int rank = 0;
        for (int i = 0; i < permutation.length; i++) {
            int smaller = 0;
            for (int j = i + 1; j < permutation.length; j++) {
                smaller += permutation[j] < permutation[i] ? 1 : 0;
            }
            rank = rank * (permutation.length - i) + smaller;
        }
        return rank;
    }

    @Test
    void boundedDrawsStayInTheirRange() {
        var generator = new PhiloxGenerator(SEED, 1, 1);
        boolean[] seen = new boolean[3];
        for (int i = 0; i < 1000; i++) {
            seen[generator.nextInt(3)] = true;
        }
        assertArrayEquals(new boolean[] {true, true, true}, seen);
        assertThrows(IllegalArgumentException.class, () -> generator.nextInt(0));
    }

    @Test
    void streamsNeverMeet() {
        long distinct = Arrays.stream(Streams.values()).mapToInt(Streams::id).distinct().count();
        assertEquals(Streams.values().length, distinct);
        assertNotEquals(Streams.INITIALISATION.id(1), Streams.INITIALISATION.id(2));
        assertThrows(IllegalArgumentException.class, () -> Streams.INITIALISATION.id(65536));
    }
}
