package dev.hourglass.bench;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hourglass.models.Tutorial;
import dev.hourglass.spi.Session;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;

/**
 * Where the program and the peers lie.
 *
 * @param classPath what this process runs with
 * @param own       the jars that a peer's worker needs of it
 * @param peers     holds a folder of jars for each peer
 */
record Installation(String classPath, List<Path> own, Path peers) {
    Installation {
        own = List.copyOf(own);
    }

    /** The one this process runs from. */
    static Installation current() {
        Path benchmarks = place(Worker.class);
        var own = Stream
                .of(Worker.class, Tutorial.class, Session.class, ObjectMapper.class, JsonFactory.class,
                        JsonProperty.class, Logger.class)
                .map(Installation::place).distinct().toList();
        // target/dist/lib/X.jar, or BENCHMARKS/target/classes in tests.
        Path dist = benchmarks.getParent().getParent();
        return new Installation(System.getProperty("java.class.path"), own, dist.resolve("peers"));
    }

    private static Path place(Class<?> of) {
        try {
            return Path.of(of.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The class path of a peer's worker. */
    String classPath(Peer peer) {
        Path folder = peers.resolve(peer.word());
        var jars = new ArrayList<Path>(own);
        if (Files.isDirectory(folder)) {
            try (var files = Files.list(folder)) {
                files.filter(each -> each.toString().endsWith(".jar")).sorted().forEach(jars::add);
            } catch (IOException e) {
                throw new BenchException(folder + ": cannot be read: " + e.getMessage(), e);
            }
        }
        if (jars.size() == own.size()) {
            throw new BenchException(
                    peer.word() + " is not here: 'mvn -B -Ppeers package -DskipTests' in the folder "
                            + "of the sources brings it and the other peers into " + peers
                            + " (several hundred MB)");
        }
        return jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }
}
