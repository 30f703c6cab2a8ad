package dev.hourglass.cli;

import dev.hourglass.data.DataException;
import dev.hourglass.data.Dataset;

/** What the models can be trained on. */
final class Images {
    private Images() {
    }

    /**
     * The data itself.
     *
     * @throws DataException when its rows are not images, or have values outside [0, 1]
     */
    static Dataset checked(Dataset data) {
        if (data.shape().rank() != 3) {
            throw new DataException(data.name() + ": expected images, found rows of "
                    + data.shape().elements()
                    + " numbers; save them as an array of shape (n, height, width), for example as npy");
        }
        var row = new float[data.shape().elements()];
        for (int i = 0; i < data.size(); i++) {
            data.read(i, row, 0);
            for (float value : row) {
                if (!(value >= 0 && value <= 1)) {
                    throw new DataException(data.name() + ": image " + i
                            + ": expected values from 0 to 1, found "
                            + value + "; save images as unsigned bytes, or divide by their largest value");
                }
            }
        }
        return data;
    }
}
