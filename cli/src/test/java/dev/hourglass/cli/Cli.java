package dev.hourglass.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a command line did.
 *
 * @param code exit code
 */
public record Cli(int code, String out, String err) {

    public static Cli run(Object... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        int code = Main.run(new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Stream.of(arguments).map(Object::toString).toArray(String[]::new));
        return new Cli(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** The same with arguments separated by blanks, then others. */
    public static Cli line(String arguments, Object... more) {
        return run(Stream.concat(Stream.of(arguments.split(" ")), Stream.of(more)).toArray());
    }

    public Cli succeeds() {
        assertEquals(0, code, this::toString);
        return this;
    }

    /** Exit code 2 and one line that says all of this, without a stack trace. */
    public Cli isRefused(String... fragments) {
        return endsWith(2, fragments);
    }

    public Cli endsWith(int expected, String... fragments) {
        assertEquals(expected, code, this::toString);
        List<String> errors = err.lines().filter(each -> each.startsWith("hourglass")).toList();
        assertEquals(1, errors.size(), this::toString);
        for (String fragment : fragments) {
            assertTrue(errors.getFirst().contains(fragment), () -> "no '" + fragment + "' in " + this);
        }
        assertFalse(err.contains("\tat "), this::toString);
        return this;
    }
}
