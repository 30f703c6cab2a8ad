package dev.hourglass.cli;

import dev.hourglass.data.DataException;
import dev.hourglass.data.Dataset;
import dev.hourglass.data.Datasets;
import dev.hourglass.data.Split;
import java.util.Optional;

/**
 * The rows of a training run.
 *
 * @param train      what the weights are made from
 * @param validation what progress is watched on
 * @param test       what the result is judged by; no row of it is in the others
 */
public record TrainData(Dataset train, Optional<Dataset> validation, Dataset test) {

    /** Opens and divides the data; the same seed divides them the same way. */
    public static TrainData open(DataChoice choice, long seed, Streams streams) {
        var parts = new DataSource(choice.places(streams)).open(choice.data(), seed);
        Dataset train = Images.checked(limited(parts.train(), choice));
        Dataset test = Images.checked(limited(parts.test(), choice));
        if (!train.shape().equals(test.shape())) {
            throw new DataException(
                    test.name() + ": expected images of shape " + train.shape() + " like those of "
                            + train.name() + ", found " + test.shape());
        }
        if (choice.validation() == 0) {
            return new TrainData(train, Optional.empty(), test);
        }
        var split = Split.of(train, choice.validation(), seed);
        return new TrainData(split.train(), Optional.of(split.validation()), test);
    }

    /** Opens the test part of another data set. */
    public static Dataset openTest(String name, DataChoice choice, Streams streams) {
        return Images.checked(limited(new DataSource(choice.places(streams)).openTest(name), choice));
    }

    private static Dataset limited(Dataset data, DataChoice choice) {
        return choice.rows().map(rows -> Datasets.first(data, rows)).orElse(data);
    }
}
