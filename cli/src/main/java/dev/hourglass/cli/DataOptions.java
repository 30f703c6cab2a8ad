package dev.hourglass.cli;

import dev.hourglass.data.DataPlaces.Network;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What a model is trained and tested on. */
public final class DataOptions {
    @Option(names = "--data", paramLabel = "D", required = true,
            description = "mnist, fashion-mnist, kmnist, digits (built in), or a path: IDX, npy, npz, a folder "
                    + "of PNG or JPEG images; to compress also a table (CSV, npy or npz). Where a path has no "
                    + "folders train and test, a tenth is drawn to test on.")
    private String data;

    @Option(names = "--data-dir", paramLabel = "DIR",
            description = "Where known data sets are looked for first; then in HOURGLASS_DATA and in the user's "
                    + "cache. What is in none of them is downloaded, and you are told.")
    private Path folder;

    @Option(names = "--rows", paramLabel = "N",
            description = "Trains on the first N images or rows only, and tests on no more than N.")
    private Integer rows;

    @Option(names = "--validation", paramLabel = "SHARE", defaultValue = "0.05",
            description = "Share of the training images or rows kept back to watch progress on; 0 for none. "
                    + "Default: ${DEFAULT-VALUE}")
    private double validation = 0.05;

    @Option(names = "--also-test", paramLabel = "D",
            description = "Tests the trained model on another data set too. Can be repeated.")
    private List<String> alsoTest = new ArrayList<>();

    @Option(names = "--offline", description = "Downloads nothing.")
    private boolean offline;

    /** As given, checked. */
    public DataChoice choice() {
        var place = new DataChoice.Place(Optional.ofNullable(folder),
                offline ? Network.FORBIDDEN : Network.ALLOWED);
        return new DataChoice(data, place, Optional.ofNullable(rows), validation, alsoTest);
    }
}
