package dev.hourglass.cuda;

import dev.hourglass.spi.Backend;
import dev.hourglass.spi.Options;
import dev.hourglass.spi.Options.Arithmetic;
import dev.hourglass.testing.GoldenOpsContract;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NothingLeft.class)
class MixedGoldenOpsTest extends GoldenOpsContract {

    @Override
    protected Backend open() {
        return new CudaProvider().open(Options.standard().withArithmetic(Arithmetic.MIXED));
    }
}
