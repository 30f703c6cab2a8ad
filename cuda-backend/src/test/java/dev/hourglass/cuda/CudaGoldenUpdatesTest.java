package dev.hourglass.cuda;

import dev.hourglass.spi.Backend;
import dev.hourglass.spi.Options;
import dev.hourglass.testing.GoldenUpdatesContract;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NothingLeft.class)
class CudaGoldenUpdatesTest extends GoldenUpdatesContract {

    @Override
    protected Backend open() {
        return new CudaProvider().open(Options.standard());
    }
}
