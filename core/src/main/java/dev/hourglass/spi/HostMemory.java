package dev.hourglass.spi;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** The memory of the machine, or of the container, that this process runs in. */
public final class HostMemory {
    private static final Path PROC = Path.of("/proc/meminfo");
    private static final Path GROUP = Path.of("/sys/fs/cgroup");
    private static final long KIBI = 1024;

    private HostMemory() {
    }

    /** Bytes of all of it; of a container its limit. The same each time. */
    public static long total() {
        return ManagementFactory
                .getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                        ? system.getTotalMemorySize()
                        : Runtime.getRuntime().maxMemory();
    }

    /**
     * Bytes that can be taken now without anything being pushed out: what Linux estimates, and no more than
     * what the container leaves. Elsewhere all of it.
     */
    public static long available() {
        return available(total(), PROC, GROUP);
    }

    static long available(long total, Path proc, Path group) {
        long machine = number(proc, "MemAvailable:").stream().map(each -> each * KIBI).findFirst()
                .orElse(total);
        // Version 2 of control groups; pages of files that nobody has used lately are given back on demand.
        var most = number(group.resolve("memory.max"), "");
        var used = number(group.resolve("memory.current"), "");
        long container = most.isEmpty() || used.isEmpty() ? total
                : most.getAsLong() - used.getAsLong()
                        + number(group.resolve("memory.stat"), "inactive_file").orElse(0);
        return Math.max(0, Math.min(total, Math.min(machine, container)));
    }

    /** The first number of the line that starts with a name; empty where there is none. */
    private static OptionalLong number(Path file, String name) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(each -> each.startsWith(name))
                    .map(each -> each.substring(name.length()).strip().split(" ")[0])
                    .filter(each -> each.matches("[0-9]{1,18}")).mapToLong(Long::parseLong).findFirst();
        } catch (IOException _) {
            return OptionalLong.empty();
        }
    }
}
