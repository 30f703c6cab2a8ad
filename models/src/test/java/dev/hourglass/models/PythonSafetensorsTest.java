package dev.hourglass.models;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The Python package reads what Hourglass writes, and Hourglass what the package writes. Needs Python with
 * numpy and safetensors: {@code python3}, or what HOURGLASS_PYTHON names.
 */
class PythonSafetensorsTest {
    private static final String PYTHON = System.getenv().getOrDefault("HOURGLASS_PYTHON", "python3");
    @TempDir
    private Path folder;

    /** What a process printed, and what it ended with. */
    private record Ended(int code, String text) {
    }

    private static Ended run(String... words) {
        try {
            var process = new ProcessBuilder(words).redirectErrorStream(true).start();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Ended(process.waitFor(), text);
        } catch (IOException e) {
            return new Ended(-1, e.getMessage());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path resource(String name) {
        try {
            return Path.of(PythonSafetensorsTest.class.getResource(name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private void rewrite(Path from, Path to) {
        var found = run(PYTHON, "-c", "import numpy, safetensors");
        assumeTrue(found.code() == 0,
                () -> PYTHON + " has no numpy and safetensors: " + found.text().strip());
        var done = run(PYTHON, resource("rewrite.py").toString(), from.toString(), to.toString());
        assertEquals(0, done.code(), done.text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"tutorial", "denoiser", "layers", "compressor", "table-compressor",
        "table-detector", "image-detector"})
    void pythonReadsAndWritesTheSame(String kind) {
        Path file = resource("kept/format-2/" + kind + ".safetensors");
        Path again = folder.resolve("again.safetensors");
        rewrite(file, again);
        var before = ModelFile.read(file);
        var after = ModelFile.read(again);
        assertEquals(before.metadata(), after.metadata());
        assertEquals(new TreeSet<>(before.tensors().names()), new TreeSet<>(after.tensors().names()));
        for (String name : before.tensors().names()) {
            assertEquals(before.tensors().shape(name), after.tensors().shape(name));
            assertArrayEquals(before.tensors().values(name), after.tensors().values(name), name);
        }
    }

    @Test
    void pythonFindsAWrongChecksum() {
        var content = Safetensors.read(resource("kept/format-2/layers.safetensors"));
        Path file = folder.resolve("wrong.safetensors");
        var metadata = new java.util.TreeMap<>(content.metadata());
        metadata.put("note.seed", "2");
        Safetensors.write(file, content.tensors(), metadata);
        var found = run(PYTHON, "-c", "import numpy, safetensors");
        assumeTrue(found.code() == 0,
                () -> PYTHON + " has no numpy and safetensors: " + found.text().strip());
        assertEquals(1, run(PYTHON, resource("rewrite.py").toString(), file.toString(),
                folder.resolve("x").toString()).code(), List.of(file).toString());
    }
}
