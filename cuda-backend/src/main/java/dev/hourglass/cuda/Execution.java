package dev.hourglass.cuda;

import dev.hourglass.spi.BackendException;
import java.util.Locale;

/** How a compiled routine runs. */
enum Execution {
    /** As one CUDA graph, captured when it was compiled. */
    GRAPH,
    /** Launch by launch, without waiting. */
    EAGER,
    /** Launch by launch, waiting for each op, so that an error names the op: for finding faults. */
    CHECKED;

    static final String PROPERTY = "hourglass.cuda.execution";

    /** What the system property asks for; GRAPH where it is not set. */
    static Execution wanted() {
        String name = System.getProperty(PROPERTY, "graph");
        for (Execution each : values()) {
            if (each.name().equals(name.toUpperCase(Locale.ROOT))) {
                return each;
            }
        }
        throw new BackendException(
                "system property " + PROPERTY + " must be graph, eager or checked, found '" + name + "'");
    }
}
