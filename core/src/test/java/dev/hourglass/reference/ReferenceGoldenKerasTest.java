package dev.hourglass.reference;

import dev.hourglass.spi.Backend;
import dev.hourglass.spi.Options;
import dev.hourglass.testing.GoldenKerasContract;

class ReferenceGoldenKerasTest extends GoldenKerasContract {

    @Override
    protected Backend open() {
        return new ReferenceProvider().open(Options.standard());
    }
}
