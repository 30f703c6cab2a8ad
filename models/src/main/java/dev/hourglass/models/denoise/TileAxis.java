package dev.hourglass.models.denoise;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Tiles along one axis. Their weights sum to 1 at each place: within what two of them share, one fades into
 * the other, and close to its own end, where it lacks the surroundings, a tile has weight 0.
 */
final class TileAxis {
    /** Where neighbours share little, it is better spent on leaving out what lacks its surroundings. */
    private static final int LEAST_FADE = 2;

    private final int side;
    private final int[] starts;
    private final float[][] weights;

    private TileAxis(int side, int[] starts, float[][] weights) {
        this.side = side;
        this.starts = starts;
        this.weights = weights;
    }

    /**
     * @param length   of the axis, a multiple of {@code multiple}
     * @param tiles    in whose sides and steps only multiples are used
     * @param multiple what the network needs
     * @param reach    of the network: so far from its end a tile's result is not that of the whole
     */
    static TileAxis of(int length, Tiles tiles, int multiple, int reach) {
        int side = Math.min(length, Math.max(multiple, tiles.side() / multiple * multiple));
        if (side == length) {
            var whole = new float[length];
            Arrays.fill(whole, 1);
            return new TileAxis(side, new int[] {0}, new float[][] {whole});
        }
        int step = Math.max(multiple, (side - tiles.overlap()) / multiple * multiple);
        int count = Math.ceilDiv(length - side, step) + 1;
        int[] starts = IntStream.range(0, count).map(i -> Math.min(i * step, length - side)).toArray();
        int unused = Math.clamp((tiles.overlap() - LEAST_FADE) / 2, 0, reach);
        return new TileAxis(side, starts,
                weights(starts, side, length, unused, tiles.overlap() - 2 * unused));
    }

    private static float[][] weights(int[] starts, int side, int length, int unused, int fade) {
        var weights = new float[starts.length][side];
        var sums = new double[length];
        for (int tile = 0; tile < starts.length; tile++) {
            for (int i = 0; i < side; i++) {
                int place = starts[tile] + i;
                int before = starts[tile] == 0 ? length : i;
                int after = starts[tile] + side == length ? length : side - 1 - i;
                double weight = Math.clamp((Math.min(before, after) - unused + 0.5) / Math.max(fade, 1), 0,
                        1);
                weights[tile][i] = (float) weight;
                sums[place] += weight;
            }
        }
        for (int tile = 0; tile < starts.length; tile++) {
            for (int i = 0; i < side; i++) {
                weights[tile][i] /= (float) sums[starts[tile] + i];
            }
        }
        return weights;
    }

    int side() {
        return side;
    }

    int tiles() {
        return starts.length;
    }

    int start(int tile) {
        return starts[tile];
    }

    /** Share of a tile in the result at its i-th place. */
    float weight(int tile, int i) {
        return weights[tile][i];
    }
}
