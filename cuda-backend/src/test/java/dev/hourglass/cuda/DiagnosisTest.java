package dev.hourglass.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is said where something is missing or too old: one sentence with a remedy, and never an end of the
 * process. Libraries are loaded once in a process, so each case has one of its own.
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
    void noGpu() throws IOException, InterruptedException {
        says(probe(Map.of("FAKECUDA_DEVICES", "0", "CUDA_VISIBLE_DEVICES", "7"), "0", fake.toString()),
                "offers no GPU", "nvidia-smi", "CUDA_VISIBLE_DEVICES, which is '7'");
    }

    @Test
    void anotherGpuThanThereAre() throws IOException, InterruptedException {
        says(probe(Map.of(), "1", fake.toString()), "GPU number 1 was asked for and there is 1, number 0");
        String second = probe(Map.of("FAKECUDA_DEVICES", "2"), "1", fake.toString());
        assertTrue(second.contains("Fake GPU 1"), second);
    }

    @Test
    void anOldDriver() throws IOException, InterruptedException {
        says(probe(Map.of("FAKECUDA_VERSION", "11080"), "0", fake.toString()), "CUDA 11.8",
                "12.0 is needed");
    }

    @Test
    void anOldGpu() throws IOException, InterruptedException {
        says(probe(Map.of("FAKECUDA_CAPABILITY", "61"), "0", fake.toString()), "compute capability 6.1",
                "7.5");
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

    /** Everything the device has is taken: by this program as soon as it starts. */
    @Test
    void aFullDevice() throws IOException, InterruptedException {
        says(probe(Map.of("FAKECUDA_MEMORY", "24"), "0", fake.toString()), "cuBLAS needs 32 MB",
                "free of 24 MB", "nvidia-smi");
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
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED", "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Probe.class.getName()));
        command.addAll(List.of(arguments));
        Path output = folder.resolve("output");
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().remove("CUDA_VISIBLE_DEVICES");
        builder.environment().putAll(environment);
        Process process = builder.start();
        assertTrue(process.waitFor(120, TimeUnit.SECONDS), "the probe hangs");
        String said = Files.readString(output);
        assertEquals(ALIVE, process.exitValue(), said);
        return said;
    }
}
