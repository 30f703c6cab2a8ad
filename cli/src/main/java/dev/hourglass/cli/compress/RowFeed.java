package dev.hourglass.cli.compress;

import dev.hourglass.cli.Streams;
import dev.hourglass.cli.table.FeatureRows;
import dev.hourglass.data.Dataset;
import dev.hourglass.data.TableSource;
import dev.hourglass.models.table.TableEncoding;
import dev.hourglass.plan.Shape;
import java.util.List;

/** Rows that are compressed, in order. */
interface RowFeed extends AutoCloseable {

    /** Shape of a row, as the model takes it. */
    Shape row();

    int size();

    /** Names of the rows; empty where they have none. */
    default List<String> names() {
        return List.of();
    }

    /** The next rows, one after the other. */
    float[] next(int count);

    /** Says what was noticed on the way. */
    default void conclude(Streams streams) {
    }

    @Override
    default void close() {
    }

    /**
     * Images.
     *
     * @param names of them; empty where they have none
     */
    static RowFeed of(Dataset images, List<String> names) {
        return new RowFeed() {
            private int from;

            @Override
            public Shape row() {
                return images.shape();
            }

            @Override
            public int size() {
                return images.size();
            }

            @Override
            public List<String> names() {
                return names;
            }

            @Override
            public float[] next(int count) {
                from += count;
                return RowReader.read(images, from - count, count);
            }
        };
    }

    /**
     * Rows of a table. It is read once more before: the file's header holds the number of rows, under a
     * checksum that every later one continues, and that is how a reader knows that nothing was cut off.
     */
    static RowFeed of(TableSource table, TableEncoding encoding) {
        int size = FeatureRows.count(table);
        var rows = FeatureRows.open(table, encoding);
        return new RowFeed() {
            @Override
            public Shape row() {
                return Shape.of(encoding.width());
            }

            @Override
            public int size() {
                return size;
            }

            @Override
            public float[] next(int count) {
                return rows.next(count);
            }

            @Override
            public void conclude(Streams streams) {
                rows.sayChanges(streams);
            }

            @Override
            public void close() {
                rows.close();
            }
        };
    }
}
