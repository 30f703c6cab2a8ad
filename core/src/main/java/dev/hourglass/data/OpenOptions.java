package dev.hourglass.data;

import java.util.Optional;

/**
 * What a file does not say of itself.
 *
 * @param channels how pictures are read
 * @param labels   the label column of a CSV file
 * @param array    the array of an npz file that holds the rows
 */
public record OpenOptions(Channels channels, Optional<String> labels, Optional<String> array) {

    /** Colours as found, no label column, the array {@code X} or the only one. */
    public static OpenOptions standard() {
        return new OpenOptions(Channels.AS_FOUND, Optional.empty(), Optional.empty());
    }

    public OpenOptions withChannels(Channels choice) {
        return new OpenOptions(choice, labels, array);
    }

    public OpenOptions withLabels(String column) {
        return new OpenOptions(channels, Optional.of(column), array);
    }

    public OpenOptions withArray(String name) {
        return new OpenOptions(channels, labels, Optional.of(name));
    }
}
