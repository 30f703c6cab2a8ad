package dev.hourglass.onednn;

import dev.hourglass.spi.Backend;
import dev.hourglass.spi.Options;
import dev.hourglass.testing.GoldenUpdatesContract;

class OneDnnGoldenUpdatesTest extends GoldenUpdatesContract {

    @Override
    protected Backend open() {
        return new OneDnnProvider().open(Options.standard());
    }
}
