package dev.hourglass.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What this process holds, as Linux and Java count it.
 *
 * @param resident bytes of memory in use, native and heap
 * @param heap     bytes of Java's heap that are reachable
 * @param handles  open files
 * @param threads  of the process
 */
public record Footprint(long resident, long heap, int handles, int threads) {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final double MEGA = 1 << 20;

    /** Whether it can be told here. */
    public static boolean isKnown() {
        return Files.isReadable(STATUS);
    }

    /** Now, after a collection. */
    public static Footprint now() {
        System.gc();
        var heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        return new Footprint(status("VmRSS:") << 10, heap.getUsed(), openFiles(), (int) status("Threads:"));
    }

    private static long status(String key) {
        try (Stream<String> lines = Files.lines(STATUS)) {
            return lines.filter(each -> each.startsWith(key)).findFirst()
                    .map(each -> Long.parseLong(each.replaceAll("\\D", ""))).orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int openFiles() {
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            // One of them is this list.
            return (int) files.count() - 1;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT,
                "%.1f MB resident, %.1f MB of heap reachable, %d handles, %d threads",
                resident / MEGA, heap / MEGA, handles, threads);
    }
}
