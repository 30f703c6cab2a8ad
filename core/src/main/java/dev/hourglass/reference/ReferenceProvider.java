package dev.hourglass.reference;

import dev.hourglass.spi.Availability;
import dev.hourglass.spi.Backend;
import dev.hourglass.spi.BackendProvider;
import dev.hourglass.spi.Options;

/** Offers the reference backend, which works everywhere and ranks last. */
public final class ReferenceProvider implements BackendProvider {

    @Override
    public String name() {
        return ReferenceBackend.NAME;
    }

    @Override
    public int rank() {
        return 0;
    }

    @Override
    public Availability probe() {
        return new Availability.Ready(
                ReferenceBackend.describe(ReferenceBackend.threads(Options.standard())));
    }

    @Override
    public Backend open(Options options) {
        return new ReferenceBackend(options, Precision.SINGLE);
    }
}
