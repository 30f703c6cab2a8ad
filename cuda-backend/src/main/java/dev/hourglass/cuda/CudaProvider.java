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
            return new Availability.Ready(Gpu.of(CudaLibraries.installed(), 0).describe());
        } catch (BackendException e) {
            return new Availability.Missing(e.getMessage());
        } catch (LinkageError e) {
            return new Availability.Missing(incomplete(e));
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
