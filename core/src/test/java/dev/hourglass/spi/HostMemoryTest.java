package dev.hourglass.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostMemoryTest {
    private static final long TOTAL = 16_000_000;

    @TempDir
    private Path folder;

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private long available() {
        return HostMemory.available(TOTAL, folder.resolve("meminfo"), folder);
    }

    @Test
    void ofAMachineItIsWhatLinuxEstimates() throws IOException {
        write("meminfo", "MemTotal:       15625 kB\nMemFree:         1000 kB\nMemAvailable:    2000 kB\n");
        assertEquals(2000 * 1024, available());
    }

    @Test
    void ofAContainerItIsWhatTheOthersInItLeave() throws IOException {
        write("meminfo", "MemAvailable:    9000 kB\n");
        write("memory.max", "5000000\n");
        write("memory.current", "4200000\n");
        assertEquals(800_000, available());
        write("memory.stat", "anon 3000000\ninactive_anon 1\ninactive_file 500000\nactive_file 700000\n");
        assertEquals(1_300_000, available());
        write("memory.current", "6000000\n");
        assertEquals(0, available());
        write("memory.max", "max\n");
        assertEquals(9000 * 1024, available());
    }

    @Test
    void whereNothingIsSaidItIsAllOfIt() throws IOException {
        assertEquals(TOTAL, available());
        write("meminfo", "MemAvailable: much\n");
        assertEquals(TOTAL, available());
    }

    @Test
    void thisMachineHasSome() {
        assertTrue(HostMemory.available() > 0 && HostMemory.available() <= HostMemory.total());
    }
}
