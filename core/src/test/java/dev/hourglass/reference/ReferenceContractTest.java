package dev.hourglass.reference;

import dev.hourglass.spi.BackendProvider;
import dev.hourglass.spi.Options;
import dev.hourglass.testing.BackendContract;

/**
 * Rounding to float, sharing memory and using threads must not take the reference away from its definition.
 */
class ReferenceContractTest extends BackendContract {

    @Override
    protected BackendProvider provider() {
        return new ReferenceProvider();
    }

    @Override
    protected Options options() {
        return Options.standard().withThreads(2);
    }
}
