package dev.hourglass.bench;

import com.fasterxml.jackson.annotation.JsonProperty;
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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that was measured in one run: what {@code bench.json} holds.
 *
 * @param format  of the file
 * @param date    when it began, ISO 8601
 * @param commit  what it was built from; empty where unknown
 * @param version of the program
 * @param effort  how long was measured
 * @param seconds the whole run took
 * @param steps   whole models, everybody in turn
 * @param kernels single kernels of our backends, and the machine's memory
 * @param scaling how our backends' training step grows
 * @param starts  whole processes
 */
public record BenchRun(int format, String date, String commit, String version, String effort, double seconds,
        Machine machine, List<StepResult> steps, List<KernelResult> kernels,
        List<ScalingPoint> scaling, List<StartUp> starts) {
    /** Version of the file format that is written. */
    static final int FORMAT = 1;
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES);

    public BenchRun {
        steps = List.copyOf(steps);
        kernels = List.copyOf(kernels);
        scaling = List.copyOf(scaling);
        starts = List.copyOf(starts);
    }

    /**
     * The kernel with the highest rate of arithmetic for a number of threads; empty where none was measured.
     */
    Optional<KernelResult> ceiling(int threads) {
        return kernels.stream().filter(each -> each.threads() == threads && each.flops() > 0)
                .max(Comparator.comparingDouble(KernelResult::gigaflops));
    }

    /** What the kernels make of the machine; computed from the rest of the file, for those who read it. */
    @JsonProperty(access = JsonProperty.Access.READ_ONLY)
    List<KernelRate> rates() {
        return KernelRate.of(kernels);
    }

    /** Everything that was measured, as tables. */
    public List<BenchTable> tables() {
        var tables = new ArrayList<>(StepTables.of(this));
        tables.addAll(OtherTables.of(this));
        return tables;
    }

    /** What it was measured with, in order. */
    Map<String, String> facts() {
        var facts = new LinkedHashMap<String, String>();
        facts.put("Hourglass", version + (commit.isEmpty() ? "" : ", commit " + commit));
        facts.put("Measured",
                date + ", " + Math.round(seconds) + " s, effort " + effort.toLowerCase(Locale.ROOT));
        facts.put("Processor", machine.processor() + ", " + machine.processors() + " of it");
        facts.put("Memory", Math.round(machine.memory() / 1e9) + " GB");
        facts.put("System", machine.system());
        facts.put("Java", machine.java());
        facts.put("Load before", Numbers.of(Math.max(0, machine.load())));
        machine.variables().forEach(facts::put);
        steps.stream().flatMap(each -> each.entries().stream())
                .forEach(each -> facts.putIfAbsent(each.id(), each.name()));
        return facts;
    }

    /** The same run with other results. */
    BenchRun with(List<StepResult> moreSteps, List<KernelResult> moreKernels, List<ScalingPoint> moreScaling,
            List<StartUp> moreStarts) {
        return new BenchRun(format, date, commit, version, effort, seconds, machine, moreSteps, moreKernels,
                moreScaling, moreStarts);
    }

    /** The same run, after so many seconds. */
    BenchRun lasting(double soFar) {
        return new BenchRun(format, date, commit, version, effort, soFar, machine, steps, kernels, scaling,
                starts);
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
