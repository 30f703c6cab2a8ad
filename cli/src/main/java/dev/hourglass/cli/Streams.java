package dev.hourglass.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a command writes.
 *
 * @param out  results
 * @param err  progress, notes and errors
 * @param kind what {@code err} ends in
 */
public record Streams(PrintStream out, PrintStream err, Kind kind) {

    /** What a stream ends in. */
    public enum Kind {
        /** Somebody watches: lines may be rewritten in place. */
        TERMINAL,
        /** A file or a pipe. */
        PLAIN
    }

    public static Streams plain(PrintStream out, PrintStream err) {
        return new Streams(out, err, Kind.PLAIN);
    }

    public static Streams ofProcess() {
        return new Streams(System.out, System.err, kindOfErr());
    }

    /** Java only tells of the standard output; Linux has a link that says where the other one goes. */
    private static Kind kindOfErr() {
        Path link = Path.of("/proc/self/fd/2");
        try {
            String target = Files.isSymbolicLink(link) ? Files.readSymbolicLink(link).toString() : "";
            if (!target.isEmpty()) {
                boolean terminal = target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
                return terminal ? Kind.TERMINAL : Kind.PLAIN;
            }
        } catch (IOException _) {
            // No such link here: ask Java.
        }
        var console = System.console();
        return console != null && console.isTerminal() ? Kind.TERMINAL : Kind.PLAIN;
    }

    public boolean isInteractive() {
        return kind == Kind.TERMINAL;
    }

    public boolean isUnicode() {
        return err.charset().equals(StandardCharsets.UTF_8);
    }

    /** One line for the person who waits. */
    public void say(String line) {
        err.println(line);
    }

    /** One line of results. */
    public void result(String line) {
        out.println(line);
    }

    public PrintWriter outWriter() {
        return new PrintWriter(out, true, out.charset());
    }

    public PrintWriter errWriter() {
        return new PrintWriter(err, true, err.charset());
    }

    public void flush() {
        out.flush();
        err.flush();
    }
}
