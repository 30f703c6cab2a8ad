package dev.hourglass.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** How wide the terminal is. Java does not tell; {@code stty} does, where there is one. */
public final class TerminalWidth {
    private static final int USUAL = 80;
    private static final int LEAST = 40;

    private TerminalWidth() {
    }

    public static int columns() {
        File terminal = new File("/dev/tty");
        if (!terminal.canRead()) {
            return USUAL;
        }
        try {
            var process = new ProcessBuilder("stty", "size").redirectInput(terminal)
                    .redirectError(ProcessBuilder.Redirect.DISCARD).start();
            String size = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                    .strip();
            process.waitFor(1, TimeUnit.SECONDS);
            return size.matches("\\d{1,5} \\d{1,5}") ? Math.max(LEAST, Integer.parseInt(size.split(" ")[1]))
                    : USUAL;
        } catch (IOException _) {
            return USUAL;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return USUAL;
        }
    }
}
