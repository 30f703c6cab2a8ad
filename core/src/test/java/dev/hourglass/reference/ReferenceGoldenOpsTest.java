package dev.hourglass.reference;

import dev.hourglass.spi.Backend;
import dev.hourglass.spi.Options;
import dev.hourglass.testing.GoldenOpsContract;

class ReferenceGoldenOpsTest extends GoldenOpsContract {

    @Override
    protected Backend open() {
        return new ReferenceProvider().open(Options.standard());
    }
}
