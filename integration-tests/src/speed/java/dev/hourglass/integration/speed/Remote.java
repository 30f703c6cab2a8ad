package dev.hourglass.integration.speed;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The coordinator's end of a {@link Worker}. */
final class Remote implements AutoCloseable {
    /** OpenMP's threads spin for a while after a step; the next one shall not feel it. */
    private static final long PAUSE_MILLISECONDS = 10;

    private final Process process;
    private final BufferedReader answers;
    private final Writer commands;
    private final String name;

    Remote(String contestant, Task task, Path golden) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx2g", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
                "-Dorg.bytedeco.javacpp.logger=slf4j", "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                "-Dspeed.libtorch=" + System.getProperty("speed.libtorch"), "-cp",
                System.getProperty("java.class.path"), Worker.class.getName()));
        command.addAll(List.of(contestant, golden.toString(), task.criterion().name(), task.noise().name(),
                Integer.toString(task.batch()), Integer.toString(task.threads())));
        try {
            process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + command, e);
        }
        answers = process.inputReader();
        commands = process.outputWriter();
        name = answer();
    }

    String name() {
        return name;
    }

    Sample step() {
        try {
            Thread.sleep(PAUSE_MILLISECONDS);
            commands.write("step\n");
            commands.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(name + " has stopped", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
        String[] numbers = answer().split(" ");
        return new Sample(Double.parseDouble(numbers[0]), Double.parseDouble(numbers[1]),
                Double.parseDouble(numbers[2]));
    }

    private String answer() {
        try {
            for (String line = answers.readLine(); line != null; line = answers.readLine()) {
                if (line.startsWith(Worker.MARK)) {
                    return line.substring(Worker.MARK.length());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new IllegalStateException("a contestant stopped without an answer; its message is above");
    }

    /** The end of its input stops the worker. */
    @Override
    public void close() {
        try {
            commands.close();
            process.waitFor();
        } catch (IOException e) {
            process.destroy();
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
        }
    }
}
