package dev.hourglass.onednn;

import dev.hourglass.spi.BackendProvider;
import dev.hourglass.spi.Options;
import dev.hourglass.testing.BackendContract;

class OneDnnContractThreeThreadsTest extends BackendContract {

    @Override
    protected BackendProvider provider() {
        return new OneDnnProvider();
    }

    @Override
    protected Options options() {
        return Options.standard().withThreads(3);
    }
}
