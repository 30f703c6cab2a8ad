package dev.hourglass.onednn;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;

/**
 * What the operating system tells about the processor.
 *
 * @param model name for people
 * @param cores physical cores that this process may use; two threads on one core only get in each other's way
 */
record Processor(String model, int cores) {

    static Processor read() {
        int available = Runtime.getRuntime().availableProcessors();
        try {
            return parse(Files.readAllLines(Path.of("/proc/cpuinfo")), available);
        } catch (IOException | RuntimeException e) {
            return new Processor(System.getProperty("os.arch"), available);
        }
    }

    /** From Linux' description; the cores are those of the machine, or the processors available if fewer. */
    static Processor parse(List<String> lines, int available) {
        String model = System.getProperty("os.arch");
        String socket = "";
        var cores = new HashSet<String>();
        for (String line : lines) {
            String value = line.substring(line.indexOf(':') + 1).strip();
            if (line.startsWith("model name")) {
                model = value;
            } else if (line.startsWith("physical id")) {
                socket = value;
            } else if (line.startsWith("core id")) {
                cores.add(socket + "/" + value);
            }
        }
        return new Processor(model, cores.isEmpty() ? available : Math.min(available, cores.size()));
    }
}
