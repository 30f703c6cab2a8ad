package dev.hourglass.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hourglass.cli.Main;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * TensorBoard itself reads what was written, where there is a Python that has it: the one that
 * HOURGLASS_PYTHON names, or python3.
 */
class TensorBoardIT {
    private static final String PYTHON = Optional.ofNullable(System.getenv("HOURGLASS_PYTHON"))
            .orElse("python3");
    private static final String READ = """
            import sys
            from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
            events = EventAccumulator(sys.argv[1])
            events.Reload()
            for tag in events.Tags()['scalars']:
                for event in events.Scalars(tag):
                    print('RESULT', 'scalar', tag, event.step, event.value)
            for tag in events.Tags()['images']:
                for event in events.Images(tag):
                    print('RESULT', 'image', tag, event.step, event.width, event.height)
            """;

    @TempDir
    private Path folder;

    private record Ended(int code, String output) {
        List<String> results() {
            return output.lines().filter(each -> each.startsWith("RESULT "))
                    .map(each -> each.substring("RESULT ".length())).toList();
        }
    }

    @BeforeAll
    static void pythonHasTensorBoard() throws Exception {
        String reason = "no TensorBoard in '" + PYTHON + "': pip install tensorboard, and name its Python by "
                + "HOURGLASS_PYTHON";
        try {
            assumeTrue(python("import tensorboard").code() == 0, reason);
        } catch (IOException _) {
            assumeTrue(false, reason);
        }
    }

    private static Ended python(String program, String... arguments)
            throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(PYTHON, "-c", program));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output);
    }

    private List<String> trainAndRead(int epochs) throws Exception {
        var quiet = new PrintStream(PrintStream.nullOutputStream());
        Main.run(quiet, quiet, "train", "denoise", "--model", "tutorial-denoising", "--data", "digits",
                "--rows",
                "200", "--batch", "32", "--epochs", String.valueOf(epochs), "--quiet", "--tensorboard",
                "--out",
                folder.toString());
        var read = python(READ, folder.resolve("tensorboard").toString());
        assertEquals(0, read.code(), read.output());
        return read.results();
    }

    private static Map<String, Long> counts(Stream<String> results) {
        return results.map(each -> each.split(" "))
                .collect(Collectors.groupingBy(each -> each[0] + " " + each[1],
                        Collectors.counting()));
    }

    @Test
    void itSeesCurvesAndPicturesAndThatARunBeganAnew() throws Exception {
        var first = trainAndRead(3);
        var counts = counts(first.stream());
        assertEquals(3, counts.get("scalar loss/train"), counts.toString());
        assertEquals(3, counts.get("scalar loss/validation"), counts.toString());
        assertEquals(3, counts.get("scalar validation/mse"), counts.toString());
        assertEquals(3, counts.get("scalar learning_rate"), counts.toString());
        assertEquals(3, counts.get("image samples"), counts.toString());
        assertTrue(first.stream().filter(each -> each.startsWith("scalar learning_rate "))
                .allMatch(each -> Float.parseFloat(each.split(" ")[3]) == 0.001f), first.toString());
        assertTrue(first.stream().filter(each -> each.startsWith("image "))
                .allMatch(each -> Integer.parseInt(each.split(" ")[3]) > 300), first.toString());

        // The same folder again, for a shorter time: nothing of the first run is left in the curves.
        assertEquals(2, counts(trainAndRead(2).stream()).get("scalar loss/train"));
    }
}
