package dev.hourglass.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hourglass.spi.Options.Arithmetic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backends that are found beside the reference backend through a service file of the test's own. */
class BackendsTest {
    private final ClassLoader before = Thread.currentThread().getContextClassLoader();
    @TempDir
    private Path folder;

    /** Ranks highest, and says why it cannot be used. */
    public static final class Absent implements BackendProvider {
        @Override
        public String name() {
            return "absent";
        }

        @Override
        public int rank() {
            return 1000;
        }

        @Override
        public Availability probe() {
            return new Availability.Missing("the device is not there; plug it in");
        }

        @Override
        public Backend open(Options options) {
            throw new AssertionError("opened although its probe refused");
        }
    }

    /** Says it is ready, and fails when it is opened. */
    public static final class Broken implements BackendProvider {
        @Override
        public String name() {
            return "broken";
        }

        @Override
        public int rank() {
            return 500;
        }

        @Override
        public Availability probe() {
            return new Availability.Ready(new DeviceInfo("broken", "none", "0", 1, 0));
        }

        @Override
        public Backend open(Options options) {
            throw new BackendException("the device is busy; close what uses it");
        }
    }

    @AfterEach
    void restore() {
        Thread.currentThread().setContextClassLoader(before);
    }

    @Test
    void autoTakesTheBestThatWorksAndSaysWhyNotTheOthers() {
        offer(Absent.class.getName(), Broken.class.getName());
        try (var choice = Backends.open(Backends.AUTO, Options.standard())) {
            assertEquals("reference", choice.backend().device().backend());
            assertEquals(List.of("absent", "broken"),
                    choice.refused().stream().map(Backends.Refusal::name).toList());
            assertTrue(choice.refused().getFirst().reason().contains("plug it in"));
            assertFalse(choice.isFallback());
        }
    }

    @Test
    void aNameFallsBackAndAdmitsIt() {
        offer(Absent.class.getName());
        try (var choice = Backends.open("absent", Options.standard())) {
            assertTrue(choice.isFallback());
            assertEquals("reference", choice.backend().device().backend());
        }
    }

    @Test
    void aRequiredNameFailsWithItsReason() {
        offer(Absent.class.getName());
        var error = assertThrows(BackendException.class, () -> Backends.open("absent!", Options.standard()));
        assertTrue(error.getMessage().contains("absent") && error.getMessage().contains("plug it in"),
                error.getMessage());
    }

    @Test
    void anUnknownNameFailsWithTheKnownOnes() {
        for (String name : List.of("cudda", "cudda!", "")) {
            var error = assertThrows(BackendException.class, () -> Backends.open(name, Options.standard()));
            assertTrue(error.getMessage().contains("reference"), error.getMessage());
        }
    }

    @Test
    void aNameSaysDeviceAndArithmetic() {
        assertEquals(new BackendName("cuda", 0, Arithmetic.STRICT, false), BackendName.parse("cuda"));
        assertEquals(new BackendName("cuda", 0, Arithmetic.STRICT, true), BackendName.parse("cuda:0!"));
        assertEquals(new BackendName("cuda", 1, Arithmetic.FAST, true), BackendName.parse("cuda:1:fast!"));
        assertEquals(new BackendName("cuda", 1, Arithmetic.MIXED, true), BackendName.parse("cuda:1:mixed!"));
        assertEquals("cuda:mixed",
                BackendName.parse("cuda:mixed").options(Options.standard()).name("cuda"));
        assertEquals("cuda:1:fast",
                BackendName.parse("cuda:1:fast").options(Options.standard()).name("cuda"));
        assertEquals("cuda", BackendName.parse("cuda:0!").options(Options.standard()).name("cuda"));
        for (String wrong : List.of("cuda:", "cuda:x", "cuda:-1", "cuda:fast:1", "cuda!:1",
                "cuda:99999999999",
                "auto:1", "auto:fast", "auto:mixed", "cuda:fast:mixed")) {
            var error = assertThrows(BackendException.class, () -> BackendName.parse(wrong), wrong);
            assertTrue(error.getMessage().startsWith("backend '" + wrong + "': expected auto or a name"),
                    error.getMessage());
        }
    }

    @Test
    void aBackendOfOneDeviceHasNoSecondOne() {
        for (String name : List.of("reference:1!", "reference:fast!", "reference:mixed!")) {
            var error = assertThrows(BackendException.class, () -> Backends.open(name, Options.standard()));
            assertTrue(error.getMessage().contains("has one device and one arithmetic, there is no "
                    + name.replace("!", "")), error.getMessage());
        }
        try (var choice = Backends.open("reference:0!", Options.standard())) {
            assertFalse(choice.isFallback());
        }
    }

    @Test
    void aProviderThatCannotBeLoadedIsOneLineNotACrash() {
        offer("dev.hourglass.spi.NoSuchProvider");
        var found = Backends.found();
        assertTrue(found.stream().anyMatch(each -> each.name().equals("reference")));
        assertTrue(found.stream()
                .anyMatch(each -> each.availability() instanceof Availability.Missing(var reason)
                        && reason.contains("NoSuchProvider")),
                found.toString());
    }

    private void offer(String... providers) {
        try {
            Path services = Files.createDirectories(folder.resolve("META-INF/services"));
            Files.write(services.resolve(BackendProvider.class.getName()), List.of(providers));
            var loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, before);
            Thread.currentThread().setContextClassLoader(loader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
