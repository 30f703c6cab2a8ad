package dev.hourglass.cli;

import dev.hourglass.data.DataPlaces;
import dev.hourglass.data.DataPlaces.Network;
import dev.hourglass.data.KnownData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Says where known data is. */
@Command(customSynopsis = "hourglass data [OPTIONS]", footer = {"",
    "Other data is named by its path: 'hourglass train compress --data pictures/ ...'",
    "takes IDX, npy and npz files and folders of PNG or JPEG images."})
final class DataCommand implements Runnable {
    private static final String IMAGES = "-images-idx3-ubyte";

    @Option(names = "--data-dir", paramLabel = "DIR", description = "A folder to look into first.")
    private Path folder;

    private final Streams streams;

    DataCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public void run() {
        var places = DataPlaces.standard(Optional.ofNullable(folder), Network.FORBIDDEN,
                new DownloadLines(streams));
        var folders = new ArrayList<>(places.folders());
        folders.add(places.cache());
        var table = new Table("data", "where");
        for (String name : KnownData.names()) {
            table.row(name, name.equals(KnownData.DIGITS) ? "built in" : where(name, folders));
        }
        table.lines().forEach(streams::result);
        streams.result("");
        streams.result("Looked into, in this order: "
                + String.join(", ", folders.stream().map(Path::toString).toList()));
    }

    private static String where(String name, List<Path> folders) {
        return folders.stream().map(each -> each.resolve(name)).filter(DataCommand::hasImages).findFirst()
                .map(Path::toString).orElse("not here; downloaded when it is used");
    }

    private static boolean hasImages(Path folder) {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(each -> each.getFileName().toString().contains(IMAGES));
        } catch (IOException _) {
            return false;
        }
    }
}
