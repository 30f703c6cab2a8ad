package dev.hourglass.cli;

import dev.hourglass.data.DataException;
import dev.hourglass.data.DataPlaces;
import dev.hourglass.data.Dataset;
import dev.hourglass.data.Datasets;
import dev.hourglass.data.KnownData;
import dev.hourglass.data.KnownData.Part;
import dev.hourglass.data.KnownData.Parts;
import dev.hourglass.data.NpyDataset;
import dev.hourglass.data.Npz;
import dev.hourglass.data.Split;
import dev.hourglass.data.Tables;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Opens data by the name of a known data set, or by a path. */
public final class DataSource {
    /** Share of the rows to test on where a path holds no test part. */
    static final double TEST_SHARE = 0.1;
    private static final List<String> TRAIN = List.of("train", "training");
    private static final List<String> TEST = List.of("test", "t10k", "testing");

    private final DataPlaces places;

    public DataSource(DataPlaces places) {
        this.places = places;
    }

    /** Both parts; where a path does not have them, a part drawn by the seed is for testing. */
    public Parts open(String data, long seed) {
        if (KnownData.names().contains(data)) {
            return new Parts(KnownData.open(data, Part.TRAIN, places),
                    KnownData.open(data, Part.TEST, places));
        }
        Path path = path(data);
        var train = part(path, TRAIN);
        var test = part(path, TEST);
        if (train.isPresent() && test.isPresent()) {
            return new Parts(train.get(), test.get());
        }
        var split = Split.of(Datasets.open(path), TEST_SHARE, seed);
        return new Parts(split.train(), split.validation());
    }

    /** Rows to test on: those of a data set's test part, or all of a path that has none. */
    public Dataset openTest(String data) {
        if (KnownData.names().contains(data)) {
            return KnownData.open(data, Part.TEST, places);
        }
        Path path = path(data);
        return part(path, TEST).orElseGet(() -> Datasets.open(path));
    }

    /** Whether that is a table and not images: text, or an array of two extents. */
    public static boolean isTable(String data) {
        Path path = Path.of(data);
        if (KnownData.names().contains(data) || !Files.isRegularFile(path)) {
            return false;
        }
        return part(path, TRAIN).isEmpty() && Tables.isTable(path);
    }

    private static Path path(String data) {
        Path path = Path.of(data);
        if (!Files.exists(path)) {
            throw new DataException("data '" + data + "': is neither a known data set (" + String.join(", ",
                    KnownData.names()) + ") nor a file or folder that exists");
        }
        return path;
    }

    /**
     * One part of a path that keeps them apart: a folder with sub-folders or files named after them, as
     * MNIST's are, or an npz file with arrays x_train and x_test, as Keras' are.
     */
    private static Optional<Dataset> part(Path path, List<String> names) {
        if (!Files.isDirectory(path)) {
            boolean archive = path.getFileName().toString().endsWith(".npz");
            return archive ? array(path, "x_" + names.getFirst()) : Optional.empty();
        }
        for (String name : names) {
            for (String file : List.of("", "-images-idx3-ubyte", "-images-idx3-ubyte.gz", ".npy")) {
                if (Files.exists(path.resolve(name + file))) {
                    return Optional.of(Datasets.open(path.resolve(name + file)));
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Dataset> array(Path archive, String name) {
        return Npz.names(archive).contains(name) ? Optional.of(NpyDataset.open(archive, name))
                : Optional.empty();
    }
}
