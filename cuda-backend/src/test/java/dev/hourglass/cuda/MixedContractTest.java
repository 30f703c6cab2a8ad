package dev.hourglass.cuda;

import dev.hourglass.spi.BackendProvider;
import dev.hourglass.spi.Options;
import dev.hourglass.spi.Options.Arithmetic;
import dev.hourglass.testing.BackendContract;
import org.junit.jupiter.api.extension.ExtendWith;

/** Each op with its slots as floats, and with those that can be as bfloat16. */
@ExtendWith(NothingLeft.class)
class MixedContractTest extends BackendContract {

    @Override
    protected BackendProvider provider() {
        return new CudaProvider();
    }

    @Override
    protected Options options() {
        return Options.standard().withArithmetic(Arithmetic.MIXED);
    }
}
