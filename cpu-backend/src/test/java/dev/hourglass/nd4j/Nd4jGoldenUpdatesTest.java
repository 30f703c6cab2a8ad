package dev.hourglass.nd4j;

import dev.hourglass.spi.Backend;
import dev.hourglass.spi.Options;
import dev.hourglass.testing.GoldenUpdatesContract;

class Nd4jGoldenUpdatesTest extends GoldenUpdatesContract {

    @Override
    protected Backend open() {
        return new Nd4jProvider().open(Options.standard().withThreads(2));
    }
}
