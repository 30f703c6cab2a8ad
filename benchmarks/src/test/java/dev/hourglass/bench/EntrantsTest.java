package dev.hourglass.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EntrantsTest {
    @TempDir
    private Path folder;

    @Test
    void aMissingPeerSaysHowToGetIt() {
        refused("libtorch", "mvn -B -Ppeers package -DskipTests");
        refused("keras", "--python");
        refused("abacus", "there are libtorch, dl4j, onnxruntime, pytorch, keras");
    }

    private void refused(String peer, String advice) {
        var failure = assertThrows(BenchException.class, () -> finder(Optional.empty()).peers(List.of(peer)));
        assertTrue(failure.getMessage().contains(advice), failure.getMessage());
    }

    @Test
    void aPeerComesInAllItsFormsWithItsOwnJarsOnly() throws IOException {
        Path jar = folder.resolve("peers/libtorch/pytorch.jar");
        Files.createDirectories(jar.getParent());
        Files.createFile(jar);
        var entrants = finder(Optional.empty()).peers(List.of("libtorch"));
        assertEquals(List.of("libtorch/channels-first", "libtorch/channels-last"),
                entrants.stream().map(Entrant::id).toList());
        String command = String.join(" ", entrants.getFirst().command());
        assertTrue(command.contains(jar.toString()) && command.endsWith("libtorch/channels-first"), command);
        assertFalse(command.contains("everything-else.jar"), command);
    }

    @Test
    void pythonPeersBringTheirScripts() {
        var entrants = finder(Optional.of(Path.of("python3"))).peers(List.of("pytorch", "keras"));
        assertEquals("pytorch/eager", entrants.getFirst().id());
        assertTrue(Files.isRegularFile(folder.resolve("pytorch_worker.py")));
        assertTrue(Files.isRegularFile(folder.resolve("keras_worker.py")));
        assertTrue(Files.isRegularFile(folder.resolve("worker.py")));
    }

    @Test
    void aBackendThatIsNotThereIsNamed() {
        var failure = assertThrows(BenchException.class,
                () -> finder(Optional.empty()).ours(List.of("abacus")));
        assertTrue(failure.getMessage().contains("'abacus'") && failure.getMessage().contains("reference"),
                failure.getMessage());
        assertEquals("reference", finder(Optional.empty()).ours(List.of("reference")).getFirst().id());
    }

    private Entrants finder(Optional<Path> python) {
        var own = new Installation("everything-else.jar", List.of(Path.of("bench.jar")),
                folder.resolve("peers"));
        return new Entrants(own, python, folder);
    }
}
