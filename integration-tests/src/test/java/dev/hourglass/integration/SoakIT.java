package dev.hourglass.integration;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hourglass.testing.Footprint;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The short version of {@code soak.sh}: long enough to see a file or a session that is never closed. */
class SoakIT {
    private static final String ROUNDS = "9";

    @ParameterizedTest
    @ValueSource(strings = {"onednn", "nd4j"})
    void nothingIsLeftOpen(String backend) throws IOException, InterruptedException {
        assumeTrue(Footprint.isKnown(), "only Linux tells what a process holds");
        FixedHeap.run(Soak.class, backend, "0", ROUNDS);
    }
}
