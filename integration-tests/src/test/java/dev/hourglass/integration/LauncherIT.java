package dev.hourglass.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that starts the program, in a folder without sources, as it is given away. */
class LauncherIT {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    /** With these the JVM does not start unless it takes the cache. */
    private static final String ONLY_WITH_CACHE = "-XX:AOTMode=on";

    @TempDir
    private Path folder;

    private record Ended(int code, String output) {
    }

    @BeforeEach
    void giveAway() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "there is no bash");
        assumeTrue(Files.isDirectory(ROOT.resolve("target/dist/lib")), "nothing was packaged");
        Files.copy(ROOT.resolve("hourglass"), folder.resolve("hourglass"));
        for (String each : new String[] {"lib", "backends"}) {
            Files.createSymbolicLink(folder.resolve(each), ROOT.resolve("target/dist").resolve(each));
        }
    }

    private Ended hourglass(String jvmOptions, String... arguments) throws IOException, InterruptedException {
        String[] command = new String[arguments.length + 2];
        command[0] = "/bin/bash";
        command[1] = folder.resolve("hourglass").toString();
        System.arraycopy(arguments, 0, command, 2, arguments.length);
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("HOURGLASS_JVM_OPTIONS", jvmOptions);
        builder.environment().remove("HOURGLASS_BACKENDS");
        var process = builder.start();
        String output = new String(process.getInputStream().readAllBytes());
        return new Ended(process.waitFor(), output);
    }

    @Test
    void aCacheOfLoadedClassesIsMadeAndTaken() throws Exception {
        var without = hourglass("", "--version");
        assertTrue(without.output().startsWith("hourglass "), without.output());
        var made = hourglass("", "--make-cache");
        assertEquals(new Ended(0, ""), made);
        assertEquals(without, hourglass(ONLY_WITH_CACHE, "--version"));
    }

    @Test
    void aCacheThatDoesNotFitIsLeftAside() throws Exception {
        var without = hourglass("", "--version");
        Files.writeString(folder.resolve("hourglass.aot"), "something else");
        assertEquals(without, hourglass("", "--version"));
        assertFalse(hourglass(ONLY_WITH_CACHE, "--version").code() == 0);
    }
}
