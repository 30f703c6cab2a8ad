package dev.hourglass.reference;

import dev.hourglass.spi.Backend;
import dev.hourglass.spi.Options;
import dev.hourglass.testing.GoldenUpdatesContract;

class ReferenceGoldenUpdatesTest extends GoldenUpdatesContract {

    @Override
    protected Backend open() {
        return new ReferenceProvider().open(Options.standard());
    }
}
