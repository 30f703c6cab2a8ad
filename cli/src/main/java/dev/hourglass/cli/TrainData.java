package dev.hourglass.cli;

import dev.hourglass.cli.table.EncodedTable;
import dev.hourglass.cli.table.TableChoice;
import dev.hourglass.cli.table.TableSample;
import dev.hourglass.data.DataException;
import dev.hourglass.data.Dataset;
import dev.hourglass.data.Datasets;
import dev.hourglass.data.Frame;
import dev.hourglass.data.Split;
import dev.hourglass.models.compress.TableCompressor;
import dev.hourglass.models.table.TableEncoding;
import dev.hourglass.models.table.TableEncodingJson;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * The rows of a training run.
 *
 * @param train      what the weights are made from
 * @param validation what progress is watched on
 * @param test       what the result is judged by; no row of it is in the others
 * @param table      what the rows were before, where they come from a table
 */
public record TrainData(Dataset train, Optional<Dataset> validation, Dataset test, Optional<Origin> table) {

    /**
     * Where rows of features come from.
     *
     * @param encoding how cells became features
     * @param test     the test rows before that
     */
    public record Origin(TableEncoding encoding, Frame test) {
    }

    /** Images. */
    public TrainData(Dataset train, Optional<Dataset> validation, Dataset test) {
        this(train, validation, test, Optional.empty());
    }

    /** What a row is called. */
    public String noun() {
        return Words.noun(train.shape());
    }

    /** What the file of a model needs to know of the data. */
    public Map<String, String> notes() {
        return table.map(each -> Map.of(TableCompressor.ENCODING, TableEncodingJson.write(each.encoding())))
                .orElse(Map.of());
    }

    /** Opens and divides the data; the same seed divides them the same way. */
    public static TrainData open(DataChoice choice, long seed, Streams streams) {
        if (choice.table().isPresent() && DataSource.isTable(choice.data())) {
            return ofTable(choice, choice.table().get(), seed, streams);
        }
        if (DataSource.isTable(choice.data())) {
            throw new DataException(
                    choice.data() + ": expected images, found a table; save images as an array of"
                            + " shape (n, height, width), for example as npy, or as a folder of PNG files");
        }
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

    private static TrainData ofTable(DataChoice choice, TableChoice wanted, long seed, Streams streams) {
        var sample = TableSample.open(Path.of(choice.data()), wanted, seed, streams);
        String name = sample.rows().name();
        int[][] parts = Split.indices(name, sample.rows().size(), DataSource.TEST_SHARE, seed);
        int most = choice.rows().orElse(Integer.MAX_VALUE);
        int[] known = Arrays.stream(parts[0]).limit(most).toArray();
        int[] test = Arrays.stream(parts[1]).limit(most).toArray();
        int[] train = known;
        Optional<int[]> validation = Optional.empty();
        if (choice.validation() > 0) {
            int[][] divided = Split.indices(name, known.length, choice.validation(), seed);
            train = Arrays.stream(divided[0]).map(each -> known[each]).toArray();
            validation = Optional.of(Arrays.stream(divided[1]).map(each -> known[each]).toArray());
        }
        var table = EncodedTable.fit(sample, train, streams);
        return new TrainData(table.rows(train), validation.map(table::rows), table.rows(test),
                Optional.of(new Origin(table.encoding(), table.frame(test))));
    }

    /** Opens the test part of another data set; a table is encoded as this one was. */
    public Dataset openTest(String name, DataChoice choice, long seed, Streams streams) {
        if (table.isPresent()) {
            return EncodedTable.other(Path.of(name), choice.table().orElseThrow(), seed,
                    table.get().encoding());
        }
        return Images.checked(limited(new DataSource(choice.places(streams)).openTest(name), choice));
    }

    private static Dataset limited(Dataset data, DataChoice choice) {
        return choice.rows().map(rows -> Datasets.first(data, rows)).orElse(data);
    }
}
