package dev.hourglass.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.hourglass.data.AtomicFile;
import dev.hourglass.data.DataException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Everything that was measured in one run: what {@code bench.json} holds.
 *
 * @param format  of the file
 * @param date    when it began, ISO 8601
 * @param commit  what it was built from; empty where unknown
 * @param version of the program
 * @param effort  how long was measured
 * @param seconds the whole run took
 */
public record BenchRun(int format, String date, String commit, String version, String effort, double seconds,
        Machine machine, List<StepResult> steps) {
    /** Version of the file format that is written. */
    static final int FORMAT = 1;
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES);

    public BenchRun {
        steps = List.copyOf(steps);
    }

    /** Writes it as JSON, whole or not at all. */
    public void write(Path file) {
        try {
            byte[] text = JSON.writeValueAsString(this).getBytes(StandardCharsets.UTF_8);
            AtomicFile.write(file, out -> out.write(text));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws DataException when it is no such file
     */
    public static BenchRun read(Path file) {
        try {
            var run = JSON.readValue(Files.readAllBytes(file), BenchRun.class);
            if (run == null || run.format != FORMAT) {
                throw new DataException(file + ": expected a benchmark in format " + FORMAT + ", found "
                        + (run == null ? "nothing" : "format " + run.format));
            }
            return run;
        } catch (JsonProcessingException | NullPointerException e) {
            throw new DataException(file + ": expected the bench.json of a run: " + e.getMessage().lines()
                    .findFirst().orElse(""), e);
        } catch (IOException e) {
            throw new DataException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }
}
