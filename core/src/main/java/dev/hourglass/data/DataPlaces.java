package dev.hourglass.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Where known data is looked for, and whether it may be fetched.
 *
 * @param folders  looked through in this order
 * @param cache    looked through last; what is fetched is kept here
 * @param network  whether to fetch what is in none of them
 * @param listener hears of downloads
 */
public record DataPlaces(List<Path> folders, Path cache, Network network, DownloadListener listener) {

    /** Whether anything may be fetched. */
    public enum Network {
        ALLOWED, FORBIDDEN
    }

    public DataPlaces {
        folders = List.copyOf(folders);
    }

    /**
     * The folder the user named, then that of the environment variable HOURGLASS_DATA, then the user's cache.
     */
    public static DataPlaces standard(Optional<Path> named, Network network, DownloadListener listener) {
        Map<String, String> environment = System.getenv();
        List<Path> folders = new ArrayList<>();
        named.ifPresent(folders::add);
        Optional.ofNullable(environment.get("HOURGLASS_DATA")).filter(f -> !f.isBlank()).map(Path::of)
                .ifPresent(folders::add);
        Path home = Path.of(System.getProperty("user.home"));
        return new DataPlaces(folders, cache(environment, System.getProperty("os.name"), home), network,
                listener);
    }

    /** The system's usual place for what can be fetched again. */
    static Path cache(Map<String, String> environment, String system, Path home) {
        String name = system.toLowerCase(Locale.ROOT);
        if (name.startsWith("windows")) {
            String local = environment.get("LOCALAPPDATA");
            return (local == null ? home.resolve("AppData").resolve("Local") : Path.of(local))
                    .resolve("hourglass")
                    .resolve("cache");
        }
        String given = environment.get("XDG_CACHE_HOME");
        if (given != null && Path.of(given).isAbsolute()) {
            return Path.of(given, "hourglass");
        }
        return name.startsWith("mac") ? home.resolve("Library").resolve("Caches").resolve("hourglass")
                : home.resolve(".cache").resolve("hourglass");
    }

    /** All folders in the order they are looked through. */
    List<Path> all() {
        List<Path> all = new ArrayList<>(folders);
        all.add(cache);
        return all;
    }
}
