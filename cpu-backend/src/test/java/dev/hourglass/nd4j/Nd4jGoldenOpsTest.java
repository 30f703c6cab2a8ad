package dev.hourglass.nd4j;

import dev.hourglass.spi.Backend;
import dev.hourglass.spi.Options;
import dev.hourglass.testing.GoldenOpsContract;

class Nd4jGoldenOpsTest extends GoldenOpsContract {

    @Override
    protected Backend open() {
        return new Nd4jProvider().open(Options.standard().withThreads(2));
    }
}
