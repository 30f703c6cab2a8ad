package dev.hourglass.report;

import java.util.List;

/**
 * Pictures in rows that belong together column by column: before and after, heat maps.
 *
 * @param note a sentence under the grid; may be empty
 */
public record ImageGrid(String title, List<Row> rows, String note) implements Section {

    /**
     * One kind of picture.
     *
     * @param caption such as "noisy"
     */
    public record Row(String caption, List<Tile> tiles) {
        public Row {
            tiles = List.copyOf(tiles);
        }

        /** Pictures without words. */
        public static Row of(String caption, List<Picture> pictures) {
            return new Row(caption, pictures.stream().map(each -> new Tile(each, "")).toList());
        }
    }

    /**
     * A picture.
     *
     * @param caption under it; may be empty
     */
    public record Tile(Picture picture, String caption) {
    }

    public ImageGrid {
        rows = List.copyOf(rows);
    }
}
