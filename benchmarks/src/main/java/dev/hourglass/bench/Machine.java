package dev.hourglass.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a run was measured on.
 *
 * @param processor  its model name
 * @param processors that the program may use
 * @param memory     in bytes
 * @param load       mean number of busy processes over the minute before; negative where unknown
 * @param variables  of the environment that change how numerical libraries work
 */
public record Machine(String processor, int processors, long memory, String system, String java, double load,
        Map<String, String> variables) {
    private static final Pattern RELEVANT = Pattern
            .compile("(OMP|KMP|GOMP|MKL|OPENBLAS|BLIS|ONEDNN|DNNL|TF|XLA|TORCH|ORT|HOURGLASS|JAVA_TOOL)_.*");

    public Machine {
        variables = new TreeMap<>(variables);
    }

    static Machine here() {
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        var variables = new TreeMap<String, String>();
        System.getenv().forEach((name, value) -> {
            // Folders of this machine are nobody's business.
            if (RELEVANT.matcher(name).matches() && !value.contains("/")) {
                variables.put(name, value);
            }
        });
        return new Machine(modelName(), system.getAvailableProcessors(), system.getTotalMemorySize(),
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"),
                Runtime.version() + " (" + System.getProperty("java.vendor") + ")",
                system.getSystemLoadAverage(), variables);
    }

    private static String modelName() {
        try {
            return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                    .filter(each -> each.startsWith("model name"))
                    .map(each -> each.replaceFirst(".*?:\\s*", "")).findFirst()
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException _) {
            return System.getProperty("os.arch");
        }
    }
}
