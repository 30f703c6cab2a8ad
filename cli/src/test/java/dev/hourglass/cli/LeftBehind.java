package dev.hourglass.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What a killed run leaves, copied from one that is alive. */
public final class LeftBehind {
    private static final String CHECKPOINTS = "checkpoints";

    private LeftBehind() {
    }

    /**
     * Trains to the end, and meanwhile copies checkpoints and settings.
     *
     * @param run     folder that the training writes to
     * @param left    folder of the copy
     * @param isReady whether these files, in the order of their names, are those to copy
     */
    public static void copyDuring(Runnable train, Path run, Path left, Predicate<List<Path>> isReady)
            throws Exception {
        var training = Thread.ofPlatform().start(train);
        Path checkpoints = run.resolve(CHECKPOINTS);
        while (training.isAlive()
                && !(Files.isDirectory(checkpoints) && copied(checkpoints, left, isReady))) {
            Thread.sleep(1);
        }
        training.join();
        assertFalse(Files.exists(checkpoints), "checkpoints of a finished run must be gone");
    }

    /** Whether all could be copied before any of them changed. */
    private static boolean copied(Path checkpoints, Path left, Predicate<List<Path>> isReady)
            throws IOException {
        try (Stream<Path> found = Files.list(checkpoints)) {
            List<Path> files = found.filter(each -> each.toString().matches(".*\\.(safetensors|json)"))
                    .sorted().toList();
            if (!isReady.test(files)) {
                return false;
            }
            copy(files, left);
            return true;
        } catch (NoSuchFileException _) {
            delete(left);
            return false;
        }
    }

    private static void copy(List<Path> files, Path run) throws IOException {
        Path checkpoints = Files.createDirectories(run.resolve(CHECKPOINTS));
        for (Path file : files) {
            Files.copy(file, checkpoints.resolve(file.getFileName()));
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    /** Lays the same into the folder of another run. */
    public static void copy(Path left, Path run) throws IOException {
        try (Stream<Path> files = Files.list(left.resolve(CHECKPOINTS))) {
            copy(files.toList(), run);
        }
    }

    /** The report of a run without the fields that say how long something took. */
    public static JsonNode report(Path run, List<String> times) throws IOException {
        return ((ObjectNode) new JsonMapper().readTree(run.resolve("report.json").toFile())).without(times);
    }
}
