package dev.hourglass.nd4j;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the operating system tells about the processor; empty where it tells nothing.
 *
 * @param model name for people
 * @param flags instruction sets, in Linux' names
 */
record Processor(String model, Set<String> flags) {

    Processor {
        flags = Set.copyOf(flags);
    }

    static Processor read() {
        try {
            return parse(Files.readAllLines(Path.of("/proc/cpuinfo")));
        } catch (IOException | RuntimeException e) {
            return new Processor(System.getProperty("os.arch"), Set.of());
        }
    }

    static Processor parse(List<String> lines) {
        return new Processor(value(lines, "model name").orElse(System.getProperty("os.arch")),
                Set.of(value(lines, "flags").map(text -> text.split(" ")).orElse(new String[0])));
    }

    private static Optional<String> value(List<String> lines, String key) {
        return lines.stream().filter(line -> line.startsWith(key)).findFirst()
                .map(line -> line.substring(line.indexOf(':') + 1).strip());
    }

    /** False only where the processor is known not to have it. */
    boolean mayHave(String flag) {
        return flags.isEmpty() || flags.contains(flag);
    }

    /** The newest kernels of OpenBLAS 0.3.19 that run here; empty where nothing is known. */
    String blasKernels() {
        if (flags.containsAll(Set.of("avx512f", "avx512bw", "avx512dq", "avx512vl"))) {
            return "SkylakeX";
        }
        return flags.containsAll(Set.of("avx2", "fma")) ? "Haswell" : "";
    }
}
