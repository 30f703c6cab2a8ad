package dev.hourglass.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hourglass.data.DataException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class FailuresTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Streams streams = Streams.plain(new PrintStream(err), new PrintStream(err, true));

    @Test
    void anUnexpectedErrorIsOneLineAndItsTraceIsKept() throws IOException {
        int code = Failures.report(new IllegalStateException("broken\nin two"), Failures.Detail.ONE_LINE,
                streams);
        assertEquals(1, code);
        String line = err.toString();
        assertEquals(1, line.lines().count(), line);
        assertTrue(line.contains("IllegalStateException: broken in two"), line);
        Path file = Path.of(line.substring(line.indexOf("are in ") + 7).strip());
        assertTrue(Files.readString(file).contains("\tat "));
        Files.delete(file);
    }

    @Test
    void theTraceIsShownWhenItIsAskedFor() {
        assertEquals(1,
                Failures.report(new IllegalStateException("broken"), Failures.Detail.STACK_TRACE, streams));
        assertTrue(err.toString().contains("\tat "));
    }

    @Test
    void aUsersMistakeIsFoundBehindOtherErrors() {
        var failure = new CompletionException(new DataException("x.npy: cut short"));
        assertEquals(2, Failures.report(failure, Failures.Detail.ONE_LINE, streams));
        assertEquals("hourglass: x.npy: cut short", err.toString().strip());
    }

    @Test
    void tooSmallAHeapSaysHowToEnlargeIt() {
        assertEquals(1, Failures.report(new OutOfMemoryError(), Failures.Detail.ONE_LINE, streams));
        assertTrue(err.toString().contains("-Xmx"));
        assertFalse(err.toString().contains("\tat "));
    }
}
