package dev.hourglass.cli;

import dev.hourglass.data.DataException;
import dev.hourglass.data.Dataset;

/** What the models can be trained on. */
public final class Images {
    private Images() {
    }

    /**
     * The data itself.
     *
     * @throws DataException when its rows are not images, or have values outside [0, 1]
     */
    public static Dataset checked(Dataset data) {
        if (data.shape().rank() != 3) {
            throw new DataException(data.name() + ": expected images, found rows of "
                    + data.shape().elements()
                    + " numbers; save them as an array of shape (n, height, width), for example as npy");
        }
        var row = new float[data.shape().elements()];
        for (int i = 0; i < data.size(); i++) {
            read(data, i, row, 0);
        }
        return data;
    }

    /** Reads a row and makes sure that its values lie in [0, 1]. */
    public static void read(Dataset data, int row, float[] into, int offset) {
        data.read(row, into, offset);
        for (int i = offset; i < offset + data.shape().elements(); i++) {
            if (!(into[i] >= 0 && into[i] <= 1)) {
                throw new DataException(data.name() + ": image " + row
                        + ": expected values from 0 to 1, found "
                        + into[i] + "; save images as unsigned bytes, or divide them by their largest value");
            }
        }
    }
}
