package dev.hourglass.cli;

import dev.hourglass.cli.table.TableChoice;
import dev.hourglass.data.DataPlaces;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a model is trained and tested on.
 *
 * @param data       name of a known data set, or a path
 * @param place      where known data sets come from
 * @param rows       training images at most
 * @param validation share of the training images kept back to watch progress
 * @param alsoTest   further data sets to test on
 * @param table      what of a table is used; empty where only images will do
 */
public record DataChoice(String data, Place place, Optional<Integer> rows, double validation,
        List<String> alsoTest, Optional<TableChoice> table) {

    /**
     * Where known data sets come from.
     *
     * @param folder  looked into first
     * @param network whether they may be downloaded
     */
    public record Place(Optional<Path> folder, DataPlaces.Network network) {
    }

    public DataChoice {
        alsoTest = List.copyOf(alsoTest);
        if (rows.isPresent() && rows.get() < 1) {
            throw new WrongOption("--rows: expected 1 or more, found " + rows.get());
        }
        if (!(validation >= 0 && validation < 1)) {
            throw new WrongOption("--validation: expected a share from 0 to less than 1, such as 0.1, found "
                    + validation);
        }
    }

    /** Images, and nothing else. */
    public DataChoice(String data, Place place, Optional<Integer> rows, double validation,
            List<String> alsoTest) {
        this(data, place, rows, validation, alsoTest, Optional.empty());
    }

    /** The same, or a table. */
    public DataChoice orTable(TableChoice choice) {
        return new DataChoice(data, place, rows, validation, alsoTest, Optional.of(choice));
    }

    /** Where known data sets are looked for. */
    public DataPlaces places(Streams streams) {
        return DataPlaces.standard(place.folder(), place.network(), new DownloadLines(streams));
    }
}
