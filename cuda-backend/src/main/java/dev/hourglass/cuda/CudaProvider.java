package dev.hourglass.cuda;

import dev.hourglass.spi.Availability;
import dev.hourglass.spi.Backend;
import dev.hourglass.spi.BackendException;
import dev.hourglass.spi.BackendProvider;
import dev.hourglass.spi.Finding;
import dev.hourglass.spi.Options;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Offers an NVIDIA GPU, where there is one with its driver, cuBLAS and cuDNN. */
public final class CudaProvider implements BackendProvider {
    static final String NAME = "cuda";
    private static final int RANK = 100;
    /** What is looked for: the driver, one of two versions of cuBLAS, cuDNN; an older cuDNN is no use. */
    private static final List<String> LIBRARIES = List.of("libcuda.so.1", "libcublas.so.12",
            "libcublasLt.so.12", "libcublas.so.13", "libcublasLt.so.13", "libcudnn.so.9", "libcudnn.so.8");

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int rank() {
        return RANK;
    }

    @Override
    public Availability probe() {
        try {
            var gpu = Gpu.of(CudaLibraries.installed(), 0);
            return new Availability.Ready(gpu.describe(NAME, gpu.memory()));
        } catch (BackendException e) {
            return new Availability.Missing(e.getMessage());
        } catch (LinkageError e) {
            return new Availability.Missing(incomplete(e));
        }
    }

    /** Unlike {@link #probe} it opens each GPU for a moment, to see how much of its memory is free. */
    @Override
    public List<Availability> devices() {
        int count = count();
        return count == 0 ? List.of(probe())
                : IntStream.range(0, count).mapToObj(CudaProvider::device).toList();
    }

    private static Availability device(int number) {
        try {
            var gpu = Gpu.of(CudaLibraries.installed(), number);
            String name = Options.standard().withDevice(number).name(NAME);
            return new Availability.Ready(gpu.describe(name, gpu.freeMemory()));
        } catch (BackendException e) {
            return new Availability.Missing(e.getMessage());
        }
    }

    /** How many GPUs there are; 0 where the libraries are missing. */
    private static int count() {
        try {
            return CudaLibraries.installed().devices();
        } catch (BackendException | LinkageError e) {
            return 0;
        }
    }

    @Override
    public List<Finding> findings() {
        if (!JcudaNatives.isLinux()) {
            return List.of(new Finding("libraries", "looked for by the system, on the PATH"));
        }
        var folders = LibraryFolders.usual();
        var findings = new ArrayList<Finding>();
        folders.folders().forEach(folder -> findings.add(new Finding("looked in", folder.toString())));
        for (String library : LIBRARIES) {
            findings.add(new Finding(library, folders.find(library).map(Path::toString).orElse("not found")));
        }
        return findings;
    }

    @Override
    public Backend open(Options options) {
        try {
            var execution = Execution.wanted();
            var fusion = Fusion.wanted();
            var gpu = Gpu.of(CudaLibraries.installed(), options.device());
            return new CudaBackend(CudaDevice.open(gpu, options), execution, fusion);
        } catch (LinkageError e) {
            throw new BackendException(incomplete(e), e);
        }
    }

    private static String incomplete(LinkageError e) {
        return "JCuda is not on the class path or not complete (" + e + "); add org.jcuda's jcuda, jcublas "
                + "and jcudnn with their natives";
    }
}
