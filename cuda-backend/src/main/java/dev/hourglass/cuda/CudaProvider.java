package dev.hourglass.cuda;

import dev.hourglass.spi.Availability;
import dev.hourglass.spi.Backend;
import dev.hourglass.spi.BackendException;
import dev.hourglass.spi.BackendProvider;
import dev.hourglass.spi.Options;

/** Offers an NVIDIA GPU, where there is one with its driver, cuBLAS and cuDNN. */
public final class CudaProvider implements BackendProvider {
    static final String NAME = "cuda";
    private static final int RANK = 100;

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
    public Backend open(Options options) {
        try {
            var execution = Execution.wanted();
            var gpu = Gpu.of(CudaLibraries.installed(), options.device());
            return new CudaBackend(CudaDevice.open(gpu, options), execution);
        } catch (LinkageError e) {
            throw new BackendException(incomplete(e), e);
        }
    }

    private static String incomplete(LinkageError e) {
        return "JCuda is not on the class path or not complete (" + e + "); add org.jcuda's jcuda, jcublas "
                + "and jcudnn with their natives";
    }
}
