package dev.hourglass.models.denoise;

/**
 * Tiles of a picture. Where its sides are no multiples of what the network needs, it is surrounded by zeros
 * as the network itself does it, so that tiles and the whole are computed in step.
 *
 * @param rows    tiles from top to bottom
 * @param columns tiles from left to right
 * @param top     rows of zeros above the picture
 * @param left    columns of zeros to its left
 */
record TileGrid(TileAxis rows, TileAxis columns, int top, int left) {

    static TileGrid of(int height, int width, Tiles tiles, int multiple, int reach) {
        int h = Math.ceilDiv(height, multiple) * multiple;
        int w = Math.ceilDiv(width, multiple) * multiple;
        return new TileGrid(TileAxis.of(h, tiles, multiple, reach), TileAxis.of(w, tiles, multiple, reach),
                (h - height) / 2, (w - width) / 2);
    }

    /** The picture as one tile. */
    static TileGrid whole(int height, int width) {
        var one = new Tiles(Math.max(height, width) + 16, 0);
        return of(height, width, one, 1, 0);
    }

    int tiles() {
        return rows.tiles() * columns.tiles();
    }
}
