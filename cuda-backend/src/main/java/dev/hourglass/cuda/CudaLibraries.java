package dev.hourglass.cuda;

import dev.hourglass.spi.BackendException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;
import jcuda.driver.CUresult;
import jcuda.driver.JCudaDriver;
import jcuda.jcublas.JCublas2;
import jcuda.jcudnn.JCudnn;

/**
 * NVIDIA's driver, cuBLAS and cuDNN, loaded from where they were found, and JCuda's natives bound to them.
 * Loading them by their paths first lets the linker satisfy JCuda's natives by name, so no search path need
 * be set. JCuda's are made for CUDA 12; where only CUDA 13 is installed they are told to need its cuBLAS.
 *
 * @param driver  version of CUDA that the driver supports, 1000 · major + 10 · minor
 * @param devices how many GPUs there are
 * @param blas    cuBLAS: version and path
 * @param dnn     cuDNN: version and path
 */
record CudaLibraries(int driver, int devices, String blas, String dnn) {
    private static final int OLDEST_DRIVER = 12000;
    /** Versions of CUDA are 1000 · major + 10 · minor. */
    private static final int MAJOR = 1000;
    /** The environment variable by which the driver is told which GPUs to show. */
    static final String VISIBLE = "CUDA_VISIBLE_DEVICES";
    private static final String REMEDY = ", or name its folder in " + LibraryFolders.VARIABLE;

    /** What the one attempt of this process to load them came to. */
    private static final class Attempt {
        static final Attempt MADE = new Attempt();
        private CudaLibraries loaded;
        private String problem;

        Attempt() {
            try {
                loaded = load(LibraryFolders.usual());
            } catch (BackendException e) {
                problem = e.getMessage();
            } catch (LinkageError | RuntimeException e) {
                problem = "JCuda could not be started (" + reason(e) + ")";
            }
        }
    }

    /**
     * The libraries of this machine.
     *
     * @throws BackendException saying what is missing and what to do about it
     */
    static CudaLibraries installed() {
        if (Attempt.MADE.loaded == null) {
            throw new BackendException(Attempt.MADE.problem);
        }
        return Attempt.MADE.loaded;
    }

    /** Loads them; works once in a process. */
    static CudaLibraries load(LibraryFolders folders) {
        if (!JcudaNatives.exist()) {
            throw new BackendException("the GPU backend runs on Linux and Windows with an x86-64 processor; "
                    + "this is " + JcudaNatives.platform());
        }
        int driver = loadDriver(folders);
        int devices = countDevices();
        return JcudaNatives.isLinux()
                ? load(folders, driver, devices)
                : new CudaLibraries(driver, devices, loadBlas(), loadDnn());
    }

    private static CudaLibraries load(LibraryFolders folders, int driver, int devices) {
        String blas = loadBlas(folders, driver);
        String dnn = loadDnn(folders);
        int made = Math.toIntExact(JCudnn.cudnnGetCudartVersion());
        if (made / MAJOR > driver / MAJOR) {
            throw new BackendException(
                    "cuDNN is made for CUDA " + version(made) + " and NVIDIA's driver is for CUDA "
                            + version(driver) + ": install a newer driver, or 'pip install nvidia-cudnn-cu"
                            + driver / MAJOR + "'" + REMEDY);
        }
        // Its parts load the cuBLAS they are made for.
        String needed = "libcublas.so." + made / MAJOR;
        if (folders.find(needed).isEmpty()) {
            throw new BackendException("cuDNN is made for CUDA " + version(made) + " and " + needed
                    + " was not found, only cuBLAS " + blas + ": install both for the same CUDA, as with "
                    + "'pip install nvidia-cudnn-cu" + made / MAJOR + " nvidia-cublas-cu" + made / MAJOR + "'"
                    + REMEDY);
        }
        return new CudaLibraries(driver, devices, blas, dnn);
    }

    String versions() {
        return "driver for CUDA " + version(driver) + ", cuBLAS " + blas + ", cuDNN " + dnn;
    }

    private static int loadDriver(LibraryFolders folders) {
        if (JcudaNatives.isLinux()) {
            Path library = folders.find("libcuda.so.1").orElseThrow(() -> new BackendException(
                    "NVIDIA's driver was not found (libcuda.so.1; " + folders.looked()
                            + "): install the driver of the GPU" + REMEDY));
            load(library);
            Symbols.require(library, Symbols.DRIVER);
        }
        JcudaNatives.load("JCudaDriver", UnaryOperator.identity(),
                () -> initialise("jcuda.driver.JCudaDriver"));
        int[] version = new int[1];
        JCudaDriver.cuDriverGetVersion(version);
        if (version[0] < OLDEST_DRIVER) {
            throw new BackendException("NVIDIA's driver is for CUDA " + version(version[0])
                    + " and CUDA 12.0 is needed: install driver 525 or newer");
        }
        return version[0];
    }

    private static int countDevices() {
        int code = JCudaDriver.cuInit(0);
        int[] count = new int[1];
        if (code == CUresult.CUDA_SUCCESS) {
            code = JCudaDriver.cuDeviceGetCount(count);
        }
        if (code != CUresult.CUDA_SUCCESS || count[0] == 0) {
            String visible = System.getenv(VISIBLE);
            throw new BackendException("NVIDIA's driver is installed but offers no GPU ("
                    + (code == CUresult.CUDA_SUCCESS ? "it counts 0" : Calls.text(code)) + "): "
                    + (visible == null
                            || code != CUresult.CUDA_SUCCESS && code != CUresult.CUDA_ERROR_NO_DEVICE
                                    ? "see what nvidia-smi says"
                                    : VISIBLE + " is '" + visible
                                            + "': unset it, or name GPUs that nvidia-smi lists, as in "
                                            + VISIBLE
                                            + "=0"));
        }
        return count[0];
    }

    private static String loadBlas(LibraryFolders folders, int driver) {
        for (int major = 12; major <= 13; major++) {
            Optional<Path> library = folders.find("libcublas.so." + major);
            if (library.isEmpty()) {
                continue;
            }
            if (major > driver / MAJOR) {
                throw new BackendException("cuBLAS " + major + " (" + library.get()
                        + ") needs a driver for CUDA "
                        + major + " and NVIDIA's driver is for CUDA " + version(driver)
                        + ": install a newer driver, or 'pip install nvidia-cublas-cu" + driver / MAJOR + "'"
                        + REMEDY);
            }
            // The one beside it is of the same version.
            String part = "libcublasLt.so." + major;
            Path beside = library.get().resolveSibling(part);
            (Files.exists(beside) ? Optional.of(beside) : folders.find(part)).ifPresent(CudaLibraries::load);
            load(library.get());
            Symbols.require(library.get(), Symbols.BLAS);
            String name = "libcublas.so." + major;
            JcudaNatives.load("JCublas2",
                    file -> name.equals("libcublas.so.12") ? file
                            : ElfFile.renamed(file, "libcublas.so.12", name),
                    JCublas2::initialize);
            return blasVersion() + " (" + library.get() + ")";
        }
        throw new BackendException("cuBLAS 12 or 13 was not found (libcublas.so.12, libcublas.so.13; "
                + folders.looked() + "): install the CUDA toolkit, or 'pip install nvidia-cublas-cu12'"
                + REMEDY);
    }

    private static String loadBlas() {
        JcudaNatives.load("JCublas2", UnaryOperator.identity(), JCublas2::initialize);
        return blasVersion();
    }

    private static String blasVersion() {
        int[] part = new int[1];
        var version = new StringBuilder();
        for (int type = 0; type < 3; type++) {
            JCublas2.cublasGetProperty(type, part);
            version.append(type == 0 ? "" : ".").append(part[0]);
        }
        return version.toString();
    }

    private static String loadDnn(LibraryFolders folders) {
        Path library = folders.find("libcudnn.so.9").orElseThrow(() -> new BackendException(
                folders.find("libcudnn.so.8")
                        .map(old -> "cuDNN 9 is needed and only cuDNN 8 was found (" + old
                                + ")")
                        .orElse("cuDNN 9 was not found (libcudnn.so.9; " + folders.looked() + ")")
                        + ": install cuDNN 9, or 'pip install nvidia-cudnn-cu12'" + REMEDY));
        load(library);
        Symbols.require(library, Symbols.DNN);
        return loadDnn() + " (" + library + ")";
    }

    private static String loadDnn() {
        JcudaNatives.load("JCudnn", UnaryOperator.identity(), JCudnn::initialize);
        long version = JCudnn.cudnnGetVersion();
        if (version < 90000) {
            throw new BackendException("cuDNN 9 is needed, found version " + version + ": install cuDNN 9");
        }
        return version / 10000 + "." + version / 100 % 100 + "." + version % 100;
    }

    private static void load(Path library) {
        try {
            System.load(library.toString());
        } catch (UnsatisfiedLinkError e) {
            throw new BackendException(library + " was found but cannot be loaded (" + reason(e)
                    + "): install it anew, or name the folder of another one in " + LibraryFolders.VARIABLE,
                    e);
        }
    }

    private static void initialise(String className) {
        try {
            Class.forName(className);
        } catch (ClassNotFoundException e) {
            throw new BackendException("JCuda is not on the class path (" + className + ")", e);
        }
    }

    private static String version(int number) {
        return number / MAJOR + "." + number % MAJOR / 10;
    }

    /** The line that says why; JCuda's messages bury it. */
    private static String reason(Throwable e) {
        String text = String.valueOf(e.getMessage());
        return text.lines().filter(line -> line.contains("cannot open shared object")
                || line.contains("undefined symbol") || line.contains("GLIBC")).findFirst()
                .or(() -> text.lines().findFirst()).orElse(e.toString()).strip();
    }
}
