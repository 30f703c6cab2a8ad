package dev.hourglass.onednn;

import dev.hourglass.spi.Backend;
import dev.hourglass.spi.Options;
import dev.hourglass.testing.GoldenKerasContract;

class OneDnnGoldenKerasTest extends GoldenKerasContract {

    @Override
    protected Backend open() {
        return new OneDnnProvider().open(Options.standard());
    }
}
