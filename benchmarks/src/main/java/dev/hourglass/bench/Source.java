package dev.hourglass.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The commit that the program was built from, as git knows it. */
final class Source {
    private Source() {
    }

    /** Its name, with {@code -dirty} where files were changed since; empty outside of a clone. */
    static Optional<String> commit(Path folder) {
        try {
            var git = new ProcessBuilder("git", "-C", folder.toString(), "describe", "--always", "--dirty",
                    "--abbrev=12", "--exclude=*").redirectError(ProcessBuilder.Redirect.DISCARD).start();
            String name = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return git.waitFor(10, TimeUnit.SECONDS) && git.exitValue() == 0 ? Optional.of(name)
                    : Optional.empty();
        } catch (IOException _) {
            return Optional.empty();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
