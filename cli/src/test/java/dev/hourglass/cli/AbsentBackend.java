package dev.hourglass.cli;

import dev.hourglass.spi.Availability;
import dev.hourglass.spi.Backend;
import dev.hourglass.spi.BackendException;
import dev.hourglass.spi.BackendProvider;
import dev.hourglass.spi.Finding;
import dev.hourglass.spi.Options;
import java.util.List;

/** A backend whose device is never there. */
public final class AbsentBackend implements BackendProvider {
    static final String REASON = "no such device; plug one in";

    @Override
    public String name() {
        return "absent";
    }

    @Override
    public int rank() {
        return 1000;
    }

    @Override
    public Availability probe() {
        return new Availability.Missing(REASON);
    }

    @Override
    public List<Finding> findings() {
        return List.of(new Finding("looked in", "the drawer"));
    }

    @Override
    public Backend open(Options options) {
        throw new BackendException(REASON);
    }
}
