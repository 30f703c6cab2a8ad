package dev.hourglass.integration;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hourglass.spi.Availability;
import dev.hourglass.spi.Backends;
import dev.hourglass.testing.Footprint;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A backend that is opened and closed a thousand times leaves nothing: no memory, no file, no thread. */
class OpenCloseIT {

    static Stream<String> backends() {
        return Backends.found().stream().filter(found -> found.availability() instanceof Availability.Ready)
                .map(Backends.Found::name);
    }

    @ParameterizedTest
    @MethodSource("backends")
    void aThousandTimesLeaveNothing(String backend) throws IOException, InterruptedException {
        assumeTrue(Footprint.isKnown(), "only Linux tells what a process holds");
        FixedHeap.run(OpenClose.class, backend);
    }
}
