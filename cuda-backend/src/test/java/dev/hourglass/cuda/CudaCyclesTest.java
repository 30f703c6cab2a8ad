package dev.hourglass.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hourglass.testing.Footprint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A thousand times opened and closed: nothing is left on the device, and nothing in the process. */
@ExtendWith(NothingLeft.class)
class CudaCyclesTest {

    @Test
    void aThousandTimesLeaveNothing(@TempDir Path folder) throws IOException, InterruptedException {
        assumeTrue(Footprint.isKnown(), "only Linux tells what a process holds");
        // The host's pinned memory goes back to the system when it is freed, as the fake device's own does:
        // in glibc's heap it would leave gaps of another size in every run.
        var process = new Processes(folder).with(Map.of("MALLOC_MMAP_THRESHOLD_", "131072"));
        // A heap that is there from the beginning: what grows then is not Java's.
        process.options("-Xms192m", "-Xmx192m", "-XX:+AlwaysPreTouch");
        if (FakeCuda.isReal()) {
            process.options("-Dhourglass.cuda.real=true");
        } else {
            process.options("-D" + FakeCuda.BUILT + "=" + FakeCuda.folder());
        }
        var ended = process.run(OpenClose.class.getName());
        System.out.print(ended.output());
        assertEquals(0, ended.code(), () -> ended.output() + ended.error());
    }
}
