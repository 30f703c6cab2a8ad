package dev.hourglass.nd4j;

import dev.hourglass.spi.BackendProvider;
import dev.hourglass.spi.Options;
import dev.hourglass.testing.BackendContract;

/** On the caller's thread alone. */
class Nd4jContractOneThreadTest extends BackendContract {

    @Override
    protected BackendProvider provider() {
        return new Nd4jProvider();
    }

    @Override
    protected Options options() {
        return Options.standard().withThreads(1);
    }
}
