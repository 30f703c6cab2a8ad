package dev.hourglass.nd4j;

import dev.hourglass.spi.Availability;
import dev.hourglass.spi.Backend;
import dev.hourglass.spi.BackendException;
import dev.hourglass.spi.BackendProvider;
import dev.hourglass.spi.DeviceInfo;
import dev.hourglass.spi.HostMemory;
import dev.hourglass.spi.Options;

/** Offers the CPU by way of ND4J. */
public final class Nd4jProvider implements BackendProvider {

    private static final String NAME = "nd4j";
    private static final int RANK = 50;

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
            return new Availability.Ready(device(Options.standard()));
        } catch (BackendException e) {
            return new Availability.Missing(e.getMessage());
        } catch (LinkageError e) {
            return new Availability.Missing(
                    "ND4J is not on the class path (" + e + "); add org.nd4j:nd4j-native "
                            + "1.0.0-M2.1 with what it depends on");
        }
    }

    @Override
    public Backend open(Options options) {
        try {
            return new Nd4jBackend(Natives.load(), device(options));
        } catch (LinkageError e) {
            throw new BackendException("ND4J is not on the class path (" + e + "); add org.nd4j:nd4j-native "
                    + "1.0.0-M2.1 with what it depends on", e);
        }
    }

    private static DeviceInfo device(Options options) {
        Natives natives = Natives.load();
        if (options.device() != 0) {
            throw new BackendException("backend nd4j has one device, number 0; found " + options.device());
        }
        int threads = options.threads() == 0 ? Runtime.getRuntime().availableProcessors() : options.threads();
        return new DeviceInfo(NAME, natives.processor().model(), "ND4J 1.0.0-M2.1, OpenBLAS 0.3.19 ("
                + Blas.kernels() + ")", threads, HostMemory.total());
    }
}
