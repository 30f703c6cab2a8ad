package dev.hourglass.onednn;

import dev.hourglass.spi.Availability;
import dev.hourglass.spi.Backend;
import dev.hourglass.spi.BackendException;
import dev.hourglass.spi.BackendProvider;
import dev.hourglass.spi.DeviceInfo;
import dev.hourglass.spi.HostMemory;
import dev.hourglass.spi.Options;

/** Offers the CPU by way of oneDNN. */
public final class OneDnnProvider implements BackendProvider {

    private static final String NAME = "onednn";
    private static final int RANK = 60;

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
            return new Availability.Missing(missing(e));
        }
    }

    @Override
    public Backend open(Options options) {
        try {
            return new OneDnnBackend(Natives.load(), device(options));
        } catch (LinkageError e) {
            throw new BackendException(missing(e), e);
        }
    }

    private static String missing(LinkageError e) {
        return "oneDNN is not on the class path (" + e
                + "); add org.bytedeco:dnnl and org.bytedeco:javacpp with "
                + "the natives of this system";
    }

    private static DeviceInfo device(Options options) {
        Natives natives = Natives.load();
        if (options.device() != 0) {
            throw new BackendException("backend onednn has one device, number 0; found " + options.device());
        }
        var processor = Processor.read();
        int threads = options.threads() == 0 ? processor.cores() : options.threads();
        return new DeviceInfo(NAME, processor.model(), "oneDNN " + natives.version(), threads,
                HostMemory.total());
    }
}
