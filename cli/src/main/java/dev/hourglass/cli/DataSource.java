package dev.hourglass.cli;

import dev.hourglass.data.DataException;
import dev.hourglass.data.DataPlaces;
import dev.hourglass.data.Dataset;
import dev.hourglass.data.Datasets;
import dev.hourglass.data.KnownData;
import dev.hourglass.data.KnownData.Part;
import dev.hourglass.data.Split;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Opens data by the name of a known data set, or by a path. */
final class DataSource {
    /** Share of the rows to test on where a path holds no test part. */
    private static final double TEST_SHARE = 0.1;
    private static final List<String> TRAIN = List.of("train", "training");
    private static final List<String> TEST = List.of("test", "testing");

    private final DataPlaces places;

    DataSource(DataPlaces places) {
        this.places = places;
    }

    /** Rows to learn from and rows to test on. */
    record Parts(Dataset train, Dataset test) {
    }

    /** Both parts; where a path does not have them, a part drawn by the seed is for testing. */
    Parts open(String data, long seed) {
        if (KnownData.names().contains(data)) {
            return new Parts(KnownData.open(data, Part.TRAIN, places),
                    KnownData.open(data, Part.TEST, places));
        }
        Path path = path(data);
        var train = part(path, TRAIN);
        var test = part(path, TEST);
        if (train.isPresent() && test.isPresent()) {
            return new Parts(Datasets.open(train.get()), Datasets.open(test.get()));
        }
        var all = Datasets.open(path);
        var split = Split.of(all, TEST_SHARE, seed);
        return new Parts(split.train(), split.validation());
    }

    /** Rows to test on: those of a data set's test part, or all of a path that has none. */
    Dataset openTest(String data) {
        if (KnownData.names().contains(data)) {
            return KnownData.open(data, Part.TEST, places);
        }
        Path path = path(data);
        return part(path, TEST).map(Datasets::open).orElseGet(() -> Datasets.open(path));
    }

    private static Path path(String data) {
        Path path = Path.of(data);
        if (!Files.exists(path)) {
            throw new DataException("data '" + data + "': is neither a known data set (" + String.join(", ",
                    KnownData.names()) + ") nor a file or folder that exists");
        }
        return path;
    }

    /** What lies in a folder under one of some names: a folder of pictures, or a file of images. */
    private static Optional<Path> part(Path folder, List<String> names) {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        return names.stream().map(folder::resolve).filter(Files::isDirectory).findFirst();
    }
}
