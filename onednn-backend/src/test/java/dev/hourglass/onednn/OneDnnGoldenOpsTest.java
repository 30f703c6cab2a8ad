package dev.hourglass.onednn;

import dev.hourglass.spi.Backend;
import dev.hourglass.spi.Options;
import dev.hourglass.testing.GoldenOpsContract;

class OneDnnGoldenOpsTest extends GoldenOpsContract {

    @Override
    protected Backend open() {
        return new OneDnnProvider().open(Options.standard());
    }
}
