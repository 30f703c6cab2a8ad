package dev.hourglass.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** The coordinator's end of a worker. */
final class Remote implements AutoCloseable {
    /**
     * Before each turn, in milliseconds. Threads of OpenMP, OpenBLAS and thread pools may spin for a while
     * after a step; the next contestant shall not feel it. One thread has nobody to wait for.
     */
    private static final long PAUSE_ALONE = 10;
    private static final long PAUSE = 60;
    /** Variables by which libraries take their number of threads. */
    private static final List<String> THREADS = List.of("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS",
            "MKL_NUM_THREADS");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Entrant entrant;
    private final Process process;
    private final BufferedReader answers;
    private final Writer requests;
    private final Path log;
    private final long pause;

    private Remote(Entrant entrant, Process process, Path log, long pause) {
        this.pause = pause;
        this.entrant = entrant;
        this.process = process;
        this.log = log;
        answers = process.inputReader();
        requests = process.outputWriter();
    }

    /**
     * Starts a worker.
     *
     * @param log takes what its libraries say
     */
    static Remote start(Entrant entrant, int threads, Path log) {
        var command = new ArrayList<>(entrant.command());
        command.add(Integer.toString(threads));
        var builder = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        THREADS.forEach(name -> builder.environment().put(name, Integer.toString(threads)));
        builder.environment().putAll(entrant.environment());
        try {
            return new Remote(entrant, builder.start(), log, threads == 1 ? PAUSE_ALONE : PAUSE);
        } catch (IOException e) {
            throw new BenchException(entrant.id() + " cannot be started: " + e.getMessage(), e);
        }
    }

    Entrant entrant() {
        return entrant;
    }

    /** Gives it work. {@link Reply#unsupported()} says so where it cannot do that. */
    Reply open(Work work, Path data) {
        return ask(Request.open(work, data.toString()));
    }

    /** Lets it work, {@code count} times in a row, once the threads of the one before are asleep. */
    Reply go(int count) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted", e);
        }
        return goOn(count);
    }

    /** The same without a pause, where it has been at work itself. */
    Reply goOn(int count) {
        return ask(Request.go(count));
    }

    List<Float> output() {
        return ask(Request.output()).output();
    }

    /** The most memory the process has held, in bytes; known on Linux only. */
    OptionalLong peak() {
        try {
            return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                    .filter(each -> each.startsWith("VmHWM:"))
                    .mapToLong(each -> Long.parseLong(each.replaceAll("[^0-9]", "")) * 1024).findFirst();
        } catch (IOException _) {
            return OptionalLong.empty();
        }
    }

    private Reply ask(Request request) {
        try {
            requests.write(JSON.writeValueAsString(request) + "\n");
            requests.flush();
            for (String line = answers.readLine(); line != null; line = answers.readLine()) {
                var reply = Worker.parse(line);
                if (reply.isPresent()) {
                    if (!reply.get().failure().isEmpty()) {
                        throw new BenchException(entrant.id() + " failed: " + reply.get().failure());
                    }
                    return reply.get();
                }
            }
        } catch (IOException e) {
            throw new BenchException(stopped(), e);
        }
        throw new BenchException(stopped());
    }

    private String stopped() {
        try {
            var lines = Files.readAllLines(log).stream().filter(each -> !each.isBlank()).toList();
            return entrant.id() + " stopped without an answer"
                    + (lines.isEmpty() ? "" : "; the last it said: " + lines.getLast().strip());
        } catch (IOException _) {
            return entrant.id() + " stopped without an answer";
        }
    }

    /** The end of its input stops the worker. */
    @Override
    public void close() {
        try {
            requests.close();
            if (!process.waitFor(10, java.util.concurrent.TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException _) {
            process.destroyForcibly();
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
