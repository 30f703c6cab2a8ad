package dev.hourglass.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hourglass.cli.Main;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The class path decides which backends there are, in a process of its own. */
class ClassPathIT {
    private static final List<String> BACKENDS = List.of("cpu-backend", "onednn-backend", "cuda-backend");

    @TempDir
    private Path folder;

    private record Ended(int code, String output) {
    }

    @Test
    void severalBackendsOnOneClassPathAreAllFound() throws Exception {
        var ended = run(List.of(), "backends");
        assertEquals(0, ended.code(), ended.output());
        for (String name : List.of("onednn", "nd4j", "reference")) {
            assertTrue(ended.output().contains(name), ended.output());
        }
    }

    @Test
    void withoutTheirJarsTheReferenceTrains() throws Exception {
        var without = new ArrayList<>(BACKENDS);
        without.addAll(List.of("nd4j", "bytedeco", "jcuda"));
        var listed = run(without, "backends");
        assertTrue(listed.output().contains("'--backend auto' takes reference"), listed.output());
        assertFalse(listed.output().contains("nd4j"), listed.output());
        var trained = run(without, "train", "denoise", "--model", "tutorial-denoising", "--data", "digits",
                "--rows", "64", "--epochs", "4", "--batch", "8", "--quiet", "--out",
                folder.resolve("out").toString());
        assertEquals(0, trained.code(), trained.output());
        assertTrue(Files.readString(folder.resolve("out/report.json")).contains("\"name\" : \"reference\""));
        assertTrue(Files.readString(folder.resolve("out/report.html")).contains("is not on the class path"));
    }

    @Test
    void theNextBestTakesThePlaceOfTheOneThatIsGone() throws Exception {
        var ended = run(List.of("onednn-backend", "dnnl"), "backends");
        assertTrue(ended.output().contains("'--backend auto' takes nd4j"), ended.output());
    }

    private static Ended run(List<String> without, String... arguments)
            throws IOException, InterruptedException {
        String path = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(each -> without.stream().noneMatch(each::contains))
                .collect(Collectors.joining(File.pathSeparator));
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-cp", path,
                Main.class.getName()));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        return new Ended(process.waitFor(), output);
    }
}
