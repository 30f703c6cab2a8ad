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
record Streams(PrintStream out, PrintStream err, Kind kind) {

    /** What a stream ends in. */
    enum Kind {
        /** Somebody watches: lines may be rewritten in place. */
        TERMINAL,
        /** A file or a pipe. */
        PLAIN
    }

    static Streams plain(PrintStream out, PrintStream err) {
        return new Streams(out, err, Kind.PLAIN);
    }

    static Streams ofProcess() {
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

    boolean isInteractive() {
        return kind == Kind.TERMINAL;
    }

    boolean isUnicode() {
        return err.charset().equals(StandardCharsets.UTF_8);
    }

    /** One line for the person who waits. */
    void say(String line) {
        err.println(line);
    }

    /** One line of results. */
    void result(String line) {
        out.println(line);
    }

    PrintWriter outWriter() {
        return new PrintWriter(out, true, out.charset());
    }

    PrintWriter errWriter() {
        return new PrintWriter(err, true, err.charset());
    }

    void flush() {
        out.flush();
        err.flush();
    }
}
