package dev.hourglass.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessorTest {
    private static final List<String> TWO_CORES_OF_TWO_THREADS = List.of("model name\t: A Processor",
            "physical id\t: 0", "core id\t: 0", "", "physical id\t: 0", "core id\t: 1", "",
            "physical id\t: 0", "core id\t: 0", "", "physical id\t: 0", "core id\t: 1");

    @Test
    void countsCoresNotThreads() {
        assertEquals(new Processor("A Processor", 2), Processor.parse(TWO_CORES_OF_TWO_THREADS, 4));
    }

    @Test
    void neverCountsMoreThanTheProcessMayUse() {
        assertEquals(1, Processor.parse(TWO_CORES_OF_TWO_THREADS, 1).cores());
    }

    @Test
    void takesWhatIsAvailableWhereNothingIsSaid() {
        assertEquals(6, Processor.parse(List.of("processor : 0"), 6).cores());
    }
}
