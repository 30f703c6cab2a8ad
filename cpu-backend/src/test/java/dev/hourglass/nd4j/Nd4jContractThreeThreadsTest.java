package dev.hourglass.nd4j;

import dev.hourglass.spi.BackendProvider;
import dev.hourglass.spi.Options;
import dev.hourglass.testing.BackendContract;

/** On more lanes than some ops have rows. */
class Nd4jContractThreeThreadsTest extends BackendContract {

    @Override
    protected BackendProvider provider() {
        return new Nd4jProvider();
    }

    @Override
    protected Options options() {
        return Options.standard().withThreads(3);
    }
}
