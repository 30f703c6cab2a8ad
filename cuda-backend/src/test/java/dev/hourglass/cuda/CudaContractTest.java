package dev.hourglass.cuda;

import dev.hourglass.spi.BackendProvider;
import dev.hourglass.testing.BackendContract;
import org.junit.jupiter.api.extension.ExtendWith;

/** Each op as a CUDA graph. */
@ExtendWith(NothingLeft.class)
class CudaContractTest extends BackendContract {

    @Override
    protected BackendProvider provider() {
        return new CudaProvider();
    }
}
