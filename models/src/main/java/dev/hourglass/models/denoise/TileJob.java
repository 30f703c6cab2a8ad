package dev.hourglass.models.denoise;

import dev.hourglass.plan.Shape;
import java.util.Arrays;

/** Cuts pictures into tiles of the channels a network takes, and puts the results together. */
final class TileJob {
    private final float[] pictures;
    private final Shape image;
    private final int channels;
    private final TileGrid grid;
    /** Channels that are computed each on its own. */
    private final int passes;
    private final long size;

    /** @param channels of the network */
    TileJob(float[] pictures, Shape image, int channels, TileGrid grid) {
        this.pictures = pictures;
        this.image = image;
        this.channels = channels;
        this.grid = grid;
        this.passes = channels == 1 ? image.extent(-1) : 1;
        this.size = (long) (pictures.length / image.elements()) * passes * grid.tiles();
    }

    /** Number of tiles, over all pictures and channels. */
    long size() {
        return size;
    }

    Shape tileShape() {
        return Shape.of(grid.rows().side(), grid.columns().side(), channels);
    }

    /** Where a tile lies: its picture's first value, its channel, its places along the axes. */
    private record Place(int picture, int channel, int row, int column) {
    }

    private Place place(long tile) {
        int within = (int) (tile % grid.tiles());
        long pass = tile / grid.tiles();
        return new Place((int) (pass / passes) * image.elements(), (int) (pass % passes),
                within / grid.columns().tiles(), within % grid.columns().tiles());
    }

    /** Copies a tile's values to {@code into} from {@code offset} on. */
    void cut(long tile, float[] into, int offset) {
        Place place = place(tile);
        Arrays.fill(into, offset, offset + tileShape().elements(), 0);
        overlap(place, (y, x, from, local) -> {
            for (int c = 0; c < channels; c++) {
                into[offset + local * channels + c] = pictures[from + sourceChannel(place, c)];
            }
        });
    }

    /** Adds a tile's result, by its weight, to the pictures. */
    void paste(long tile, float[] values, int offset, float[] result) {
        Place place = place(tile);
        boolean mean = channels > image.extent(-1);
        overlap(place, (y, x, to, local) -> {
            float weight = grid.rows().weight(place.row, y) * grid.columns().weight(place.column, x);
            for (int c = 0; c < channels; c++) {
                result[to + sourceChannel(place, c)] += values[offset + local * channels + c]
                        * (mean ? weight / channels : weight);
            }
        });
    }

    private int sourceChannel(Place place, int c) {
        return image.extent(-1) == 1 ? 0 : place.channel + c;
    }

    @FunctionalInterface
    private interface Visitor {
        /**
         * @param y     row within the tile
         * @param x     column within the tile
         * @param at    index of the pixel's first value in the pictures
         * @param local number of the pixel within the tile
         */
        void visit(int y, int x, int at, int local);
    }

    /** Visits the pixels of a tile that lie in the picture. */
    private void overlap(Place place, Visitor visitor) {
        int h = image.extent(0);
        int w = image.extent(1);
        int top = grid.rows().start(place.row) - grid.top();
        int left = grid.columns().start(place.column) - grid.left();
        int side = grid.columns().side();
        for (int y = Math.max(0, -top); y < Math.min(grid.rows().side(), h - top); y++) {
            for (int x = Math.max(0, -left); x < Math.min(side, w - left); x++) {
                int at = place.picture + ((top + y) * w + left + x) * image.extent(-1);
                visitor.visit(y, x, at, y * side + x);
            }
        }
    }
}
