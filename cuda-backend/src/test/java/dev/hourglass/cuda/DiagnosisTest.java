package dev.hourglass.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is said where libraries are missing, in folders that hold nothing else: one sentence with a remedy,
 * and never an end of the process. Libraries are loaded once in a process, so each case has one of its own.
 * RefusalTest goes on with what the program makes of it.
 */
class DiagnosisTest {
    private static final int ALIVE = 0;

    @TempDir
    private Path folder;
    private Path fake;

    @BeforeEach
    void build() {
        fake = FakeCuda.folder();
    }

    @Test
    void everythingThere() throws IOException, InterruptedException {
        String said = probe(Map.of(), "0", fake.toString());
        assertTrue(said.contains("Fake GPU 0") && said.contains("cuBLAS 12.6.0 (" + fake), said);
        assertTrue(said.contains("cuDNN 9.5.0 (" + fake) && said.contains("opened and closed"), said);
    }

    @Test
    void noDriver() throws IOException, InterruptedException {
        says(probe(Map.of(), "0", folder.toString()), "NVIDIA's driver was not found", folder.toString(),
                "install the driver", LibraryFolders.VARIABLE);
    }

    @Test
    void aFileThatIsNoLibrary() throws IOException, InterruptedException {
        Files.writeString(folder.resolve("libcuda.so.1"), "not a library");
        says(probe(Map.of(), "0", folder.toString()), "libcuda.so.1 was found but cannot be loaded");
    }

    @Test
    void aGpuWithoutTensorCoresForMixed() throws IOException, InterruptedException {
        var turing = Map.of("FAKECUDA_CAPABILITY", "75");
        says(probe(turing, "0:mixed", fake.toString()), "compute capability 7.5", "mixed", "8.0",
                "cuda and cuda:fast do without it");
        String strict = probe(turing, "0", fake.toString());
        assertTrue(strict.contains("opened and closed"), strict);
    }

    @Test
    void noBlas() throws IOException, InterruptedException {
        link("libcuda.so.1");
        says(probe(Map.of(), "0", folder.toString()), "cuBLAS 12 or 13 was not found", folder.toString(),
                "pip install", LibraryFolders.VARIABLE);
    }

    @Test
    void noDnn() throws IOException, InterruptedException {
        link("libcuda.so.1");
        link("libcublas.so.12");
        says(probe(Map.of(), "0", folder.toString()), "cuDNN 9 was not found", "pip install");
    }

    @Test
    void anOldDnn() throws IOException, InterruptedException {
        link("libcuda.so.1");
        link("libcublas.so.12");
        Files.createSymbolicLink(folder.resolve("libcudnn.so.8"), fake.resolve("libcudnn.so.9"));
        says(probe(Map.of(), "0", folder.toString()), "only cuDNN 8 was found", "install cuDNN 9");
    }

    @Test
    void aDnnThatSaysItIsOld() throws IOException, InterruptedException {
        says(probe(Map.of("FAKECUDNN_VERSION", "8907"), "0", fake.toString()), "found version 8907");
    }

    private void link(String library) throws IOException {
        Files.createSymbolicLink(folder.resolve(library), fake.resolve(library));
    }

    private static void says(String said, String... parts) {
        assertTrue(said.startsWith("refused: ") || said.contains("\nrefused: "), said);
        for (String part : parts) {
            assertTrue(said.contains(part), () -> "'" + part + "' is not in: " + said);
        }
    }

    private String probe(Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        var ended = new Processes(folder).with(environment).run(Probe.class.getName(), arguments);
        assertEquals(ALIVE, ended.code(), ended.error());
        return ended.output();
    }
}
