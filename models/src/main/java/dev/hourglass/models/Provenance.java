package dev.hourglass.models;

import dev.hourglass.Build;
import dev.hourglass.data.DataDigest;
import dev.hourglass.data.DataException;
import dev.hourglass.data.Dataset;
import dev.hourglass.spi.DeviceInfo;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How a model came to be.
 *
 * @param seed of everything that was drawn
 * @param date when it was trained, to the second
 */
public record Provenance(Software software, Computer computer, Source data, long seed, Instant date) {
    private static final String PREFIX = "provenance.";
    private static final String LIBRARY = PREFIX + "library";
    private static final String EPOCH = "SOURCE_DATE_EPOCH";

    /**
     * What was run.
     *
     * @param library version of Hourglass
     * @param commit  as in {@link Build#commit()}
     * @param jdk     version of Java
     * @param system  name and architecture of the operating system
     */
    public record Software(String library, String commit, String jdk, String system) {
        static Software running() {
            var build = Build.ofLibrary();
            return new Software(build.version(), build.commit(), Runtime.version().toString(),
                    System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        }
    }

    /**
     * What it ran on, as in {@link DeviceInfo}: the backend that really ran, not the one that was asked for.
     */
    public record Computer(String backend, String device, String version, int threads) {
    }

    /**
     * What was learnt from.
     *
     * @param name   of the data, as the user named it
     * @param digest as {@link DataDigest} computes it, of the rows as the model saw them
     * @param rows   how many there were
     */
    public record Source(String name, String digest, int rows) {
    }

    /**
     * Of a model that has just been trained. The date is that of the environment variable SOURCE_DATE_EPOCH,
     * in seconds since 1970, where it is set: so that a file can be made again byte for byte.
     *
     * @param rows   that were learnt from; all of them are read
     * @param device that computed
     */
    public static Provenance of(Dataset rows, DeviceInfo device, long seed) {
        var date = date(Optional.ofNullable(System.getenv(EPOCH)));
        return new Provenance(Software.running(),
                new Computer(device.backend(), device.device(), device.version(), device.threads()),
                new Source(rows.name(), DataDigest.of(rows), rows.size()), seed, date);
    }

    static Instant date(Optional<String> epoch) {
        try {
            return epoch.map(each -> Instant.ofEpochSecond(Long.parseLong(each)))
                    .orElseGet(() -> Instant.now().truncatedTo(ChronoUnit.SECONDS));
        } catch (NumberFormatException | DateTimeException e) {
            throw new DataException(EPOCH + ": expected seconds since 1970, found '" + epoch.get() + "'", e);
        }
    }

    /** The entries of a file's metadata, in an order for people. */
    public Map<String, String> entries() {
        var entries = new LinkedHashMap<String, String>();
        entries.put(LIBRARY, software.library);
        entries.put(PREFIX + "commit", software.commit);
        entries.put(PREFIX + "jdk", software.jdk);
        entries.put(PREFIX + "system", software.system);
        entries.put(PREFIX + "backend", computer.backend);
        entries.put(PREFIX + "device", computer.device);
        entries.put(PREFIX + "backendVersion", computer.version);
        entries.put(PREFIX + "threads", Integer.toString(computer.threads));
        entries.put(PREFIX + "data", data.name);
        entries.put(PREFIX + "dataDigest", data.digest);
        entries.put(PREFIX + "rows", Integer.toString(data.rows));
        entries.put(PREFIX + "seed", Long.toString(seed));
        entries.put(PREFIX + "date", date.toString());
        return entries;
    }

    /**
     * What a file's metadata says; empty where it says nothing.
     *
     * @throws DataException when only parts of it are there, or make no sense
     */
    static Optional<Provenance> of(Map<String, String> metadata, Path file) {
        if (!metadata.containsKey(LIBRARY)) {
            return Optional.empty();
        }
        var entries = new Entries(metadata, file);
        try {
            return Optional.of(new Provenance(
                    new Software(entries.of("library"), entries.of("commit"), entries.of("jdk"),
                            entries.of("system")),
                    new Computer(entries.of("backend"), entries.of("device"), entries.of("backendVersion"),
                            Integer.parseInt(entries.of("threads"))),
                    new Source(entries.of("data"), entries.of("dataDigest"),
                            Integer.parseInt(entries.of("rows"))),
                    Long.parseLong(entries.of("seed")), Instant.parse(entries.of("date"))));
        } catch (NumberFormatException | DateTimeException e) {
            throw new DataException(file + ": the provenance makes no sense: " + e.getMessage(), e);
        }
    }

    private record Entries(Map<String, String> metadata, Path file) {
        String of(String key) {
            String text = metadata.get(PREFIX + key);
            if (text == null) {
                throw new DataException(
                        file + ": the provenance lacks '" + PREFIX + key + "' in the metadata");
            }
            return text;
        }
    }
}
