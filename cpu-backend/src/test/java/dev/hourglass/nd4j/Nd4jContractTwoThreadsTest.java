package dev.hourglass.nd4j;

import dev.hourglass.spi.BackendProvider;
import dev.hourglass.spi.Options;
import dev.hourglass.testing.BackendContract;

/** On two lanes. */
class Nd4jContractTwoThreadsTest extends BackendContract {

    @Override
    protected BackendProvider provider() {
        return new Nd4jProvider();
    }

    @Override
    protected Options options() {
        return Options.standard().withThreads(2);
    }
}
