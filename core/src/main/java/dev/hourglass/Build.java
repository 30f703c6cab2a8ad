package dev.hourglass;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * What this library was built from.
 *
 * @param version of the library
 * @param commit  checked out where it was built, 40 hexadecimal digits; {@code unknown} outside a clone.
 *                Files that differed from it do not show
 */
public record Build(String version, String commit) {
    private static final String UNKNOWN = "unknown";

    /** As recorded when it was built. */
    public static Build ofLibrary() {
        try (InputStream in = Build.class.getResourceAsStream("build.properties")) {
            var properties = new Properties();
            properties.load(in);
            String commit = properties.getProperty("commit");
            return new Build(properties.getProperty("version"),
                    commit.matches("[0-9a-f]{40}") ? commit : UNKNOWN);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
