package dev.hourglass.models.denoise;

/**
 * How pictures are cut into squares that are computed one by one and put together again: memory then depends
 * on the square, not on the picture.
 *
 * @param side    rows and columns of a square, at least 16
 * @param overlap rows and columns that neighbours share, at most half of the side
 */
public record Tiles(int side, int overlap) {
    static final int SMALLEST = 16;
    /** Rows or columns over which one square fades into the next, beyond those that it must not use. */
    private static final int FADE = 8;

    public Tiles {
        if (side < SMALLEST || overlap < 0 || overlap > side / 2) {
            throw new IllegalArgumentException("tiles: expected a side of at least " + SMALLEST
                    + " and an overlap from 0 to half of it, found side " + side + ", overlap " + overlap);
        }
    }

    /**
     * Squares that share as much as a network needs for the result to be the same as without tiles: twice its
     * reach and a little to fade over; never more than half of the side.
     *
     * @param reach of the network, in pixels
     */
    static Tiles of(int side, int reach) {
        long wanted = 2L * reach + FADE;
        return new Tiles(side, (int) Math.min(wanted, side / 2));
    }
}
