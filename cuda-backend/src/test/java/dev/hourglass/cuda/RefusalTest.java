package dev.hourglass.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the program says where {@code --backend cuda!} cannot be had: one sentence, exit code 2, nothing
 * written. Each case is a process of its own.
 */
class RefusalTest {
    private static final Pattern LARGEST = Pattern.compile("the largest batch that fits is (\\d+)");

    @TempDir
    private Path folder;
    private Path fake;

    @BeforeEach
    void build() {
        fake = FakeCuda.folder();
    }

    @Test
    void noDriver() throws IOException, InterruptedException {
        isNowhere("libcuda.so.1");
        refused(folder, Map.of(), "NVIDIA's driver was not found", "install the driver of the GPU");
    }

    @Test
    void aDriverWithoutBlas() throws IOException, InterruptedException {
        isNowhere("libcublas.so.12", "libcublas.so.13");
        link("libcuda.so.1");
        refused(folder, Map.of(), "cuBLAS 12 or 13 was not found", "pip install nvidia-cublas-cu12");
    }

    @Test
    void aDriverWithoutDnn() throws IOException, InterruptedException {
        isNowhere("libcudnn.so.9", "libcudnn.so.8");
        link("libcuda.so.1", "libcublas.so.12");
        refused(folder, Map.of(), "cuDNN 9 was not found", "pip install nvidia-cudnn-cu12");
    }

    @Test
    void dnn8() throws IOException, InterruptedException {
        isNowhere("libcudnn.so.9");
        link("libcuda.so.1", "libcublas.so.12");
        Files.createSymbolicLink(folder.resolve("libcudnn.so.8"), fake.resolve("libcudnn.so.9"));
        refused(folder, Map.of(), "only cuDNN 8 was found", "install cuDNN 9");
    }

    @Test
    void anOldGpu() throws IOException, InterruptedException {
        refused(fake, Map.of("FAKECUDA_CAPABILITY", "70"), "compute capability 7.0", "7.5 (Turing");
        refused(fake, Map.of("FAKECUDA_DEVICES", "2", "FAKECUDA_CAPABILITY_0", "61"),
                "compute capability 6.1", "as in --backend cuda:1");
    }

    @Test
    void anOldDriver() throws IOException, InterruptedException {
        refused(fake, Map.of("FAKECUDA_VERSION", "11080"), "driver is for CUDA 11.8", "install driver 525");
    }

    @Test
    void aDriverOfAnotherVersionThanItsModule() throws IOException, InterruptedException {
        refused(fake, Map.of("FAKECUDA_INIT", "803"), "CUDA_ERROR_SYSTEM_DRIVER_MISMATCH", "nvidia-smi");
    }

    @Test
    void blas13OverADriverFor12() throws IOException, InterruptedException {
        isNowhere("libcublas.so.12");
        link("libcuda.so.1", "libcudnn.so.9");
        Files.createSymbolicLink(folder.resolve("libcublas.so.13"), fake.resolve("13/libcublas.so.13"));
        refused(folder, Map.of(), "cuBLAS 13 (" + folder, "driver is for CUDA 12.6",
                "install a newer driver");
        refused(folder, Map.of("FAKECUDA_VERSION", "13000"), "cuDNN is made for CUDA 12.6",
                "only cuBLAS 13.6.0", "pip install nvidia-cudnn-cu12 nvidia-cublas-cu12");
        assertEquals(0, run(folder, Map.of("FAKECUDA_VERSION", "13000", "FAKECUDNN_CUDA", "13000"), "doctor",
                "--backend", "cuda!").code());
    }

    @Test
    void dnnFor13OverADriverFor12() throws IOException, InterruptedException {
        refused(fake, Map.of("FAKECUDNN_CUDA", "13000"), "cuDNN is made for CUDA 13.0", "CUDA 12.6",
                "pip install nvidia-cudnn-cu12");
    }

    @Test
    void dnnOfSeveralVersions() throws IOException, InterruptedException {
        refused(fake, Map.of("FAKECUDNN_MIXED", "1"), "CUDNN_STATUS_SUBLIBRARY_VERSION_MISMATCH",
                "of different versions: install cuDNN 9 anew");
    }

    @Test
    void aLibraryOfAnotherKind() throws IOException, InterruptedException {
        link("libcuda.so.1", "libcudnn.so.9");
        Files.createSymbolicLink(folder.resolve("libcublas.so.12"), fake.resolve("libcuda.so.1"));
        refused(folder, Map.of(), "lacks " + Symbols.BLAS.size() + " of the functions", "install another");
    }

    @Test
    void noGpuIsVisible() throws IOException, InterruptedException {
        for (String visible : List.of("", "-1", "7", "GPU-1234")) {
            refused(fake, Map.of("CUDA_VISIBLE_DEVICES", visible), "offers no GPU",
                    "CUDA_VISIBLE_DEVICES is '" + visible + "'", "unset it");
        }
    }

    @Test
    void anotherGpuThanThereAre() throws IOException, InterruptedException {
        var ended = train(fake, Map.of("FAKECUDA_DEVICES", "3", "CUDA_VISIBLE_DEVICES", "0,2"), "cuda:2!",
                "8");
        isRefused(ended, "GPU number 2 was asked for and there are 2", "CUDA_VISIBLE_DEVICES is '0,2'");
    }

    @Test
    void aDeviceThatIsBusyToTheLastByte() throws IOException, InterruptedException {
        refused(fake, Map.of("FAKECUDA_OPEN", "2"), "has not even the memory to be opened", "nvidia-smi");
        refused(fake, Map.of("FAKECUDA_OPEN", "46"), "CUDA_ERROR_DEVICE_UNAVAILABLE",
                "another process may have it for itself");
        refused(fake, Map.of("FAKECUDA_MEMORY", "24"), "cuBLAS needs 32 MB", "free of 24 MB");
    }

    /** What is foreseen is true: so many rows train, one more is refused. */
    @Test
    void aBatchTooLargeNamesTheLargest() throws IOException, InterruptedException {
        var memory = Map.of("FAKECUDA_MEMORY", "150");
        var refused = train(fake, memory, "cuda!", "90000");
        var largest = LARGEST.matcher(refused.error());
        assertTrue(largest.find(), refused.error());
        int most = Integer.parseInt(largest.group(1));
        assertTrue(refused.error().contains("that cuda has on Fake GPU 0"), refused.error());
        assertEquals(2, refused.code());
        assertEquals(2, train(fake, memory, "cuda!", String.valueOf(most + 1)).code());
        var trained = train(fake, memory, "cuda!", String.valueOf(most));
        // After one step it is no good model, which is another matter.
        assertTrue(trained.error().contains("the model has collapsed"), trained.error());
        assertTrue(Files.exists(folder.resolve("out/report.json")), trained.error());
    }

    @Test
    void severalGpusAreListedWithTheNamesThatChooseThem() throws IOException, InterruptedException {
        var gpus = Map.of("FAKECUDA_DEVICES", "3", "FAKECUDA_CAPABILITY_2", "61");
        String said = run(fake, gpus, "backends").output();
        assertTrue(said.matches(
                "(?s).*\\* +cuda +100 +Fake GPU 0 \\(compute capability 9.0, "
                        + "2048 MB\\).* cuda:1 +100 +Fake GPU 1 .*"),
                said);
        assertTrue(said.contains("cuda:2 cannot be used: Fake GPU 2"), said);
        var doctor = run(fake, gpus, "doctor", "--backend", "cuda:1!");
        assertEquals(0, doctor.code(), doctor.error());
        assertTrue(doctor.output().contains("cuda:1") && doctor.output().contains("losses differ"),
                doctor.output());
    }

    private void refused(Path libraries, Map<String, String> environment, String... parts)
            throws IOException, InterruptedException {
        isRefused(train(libraries, environment, "cuda!", "8"), parts);
    }

    private void isRefused(Processes.Ended ended, String... parts) {
        assertEquals(2, ended.code(), ended.error());
        var said = ended.error().lines().filter(each -> each.startsWith("hourglass: ")).toList();
        assertEquals(1, said.size(), ended.error());
        assertTrue(said.getFirst().contains("backend 'cuda' is required and cannot be used: cuda: "),
                ended.error());
        for (String part : parts) {
            assertTrue(said.getFirst().contains(part), () -> "'" + part + "' is not in: " + ended.error());
        }
        assertFalse(Files.exists(folder.resolve("out")), "something was written");
    }

    private Processes.Ended train(Path libraries, Map<String, String> environment, String backend,
            String batch)
            throws IOException, InterruptedException {
        return run(libraries, environment, "train", "compress", "--model", "tutorial-compression", "--data",
                "digits", "--rows", "16",
                "--validation", "0", "--epochs", "1", "--quiet", "--batch", batch, "--backend", backend,
                "--out",
                folder.resolve("out").toString());
    }

    private Processes.Ended run(Path libraries, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        return new Processes(folder).with(environment)
                .with(Map.of(LibraryFolders.VARIABLE, libraries.toString()))
                .run("dev.hourglass.cli.Main", arguments);
    }

    private void link(String... libraries) throws IOException {
        for (String library : libraries) {
            Files.createSymbolicLink(folder.resolve(library), fake.resolve(library));
        }
    }

    /** Elsewhere on this machine: there the program would go on looking. */
    private static void isNowhere(String... libraries) {
        var folders = LibraryFolders.usual();
        for (String library : libraries) {
            assumeTrue(folders.find(library).isEmpty(), () -> library + " is installed on this machine");
        }
    }
}
