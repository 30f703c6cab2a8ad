package dev.hourglass.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hourglass.data.NpyArray;
import dev.hourglass.data.Npz;
import dev.hourglass.reference.ReferenceProvider;
import dev.hourglass.spi.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Beside what CPU backends computed: files made by {@link StoredResults} in the folder that
 * {@code -Dhourglass.stored} names, or, without it, what the reference backend computes now.
 */
@ExtendWith(NothingLeft.class)
class CudaStoredTest {
    /** Of the norm of the stored values. A wrong random number moves a loss by 1e-2. */
    private static final double BOUND = 1e-3;
    /** Of codes, which no training step comes before. */
    private static final double CODES = 1e-5;

    private static Map<String, Map<String, NpyArray>> stored() throws IOException {
        var stored = new LinkedHashMap<String, Map<String, NpyArray>>();
        String folder = System.getProperty("hourglass.stored");
        if (folder == null) {
            try (var backend = new ReferenceProvider().open(Options.standard())) {
                stored.put("reference", StoredResults.of(backend));
            }
            return stored;
        }
        try (var files = Files.newDirectoryStream(Path.of(folder), "*.npz")) {
            files.forEach(file -> stored.put(file.toString(), Npz.read(file)));
        }
        return stored;
    }

    @Test
    void theGpuComputesTheSame() throws IOException {
        var stored = stored();
        assertTrue(!stored.isEmpty(), "there are no stored results");
        Map<String, NpyArray> found;
        try (var backend = new CudaProvider().open(Options.standard())) {
            found = StoredResults.of(backend);
        }
        stored.forEach((source, arrays) -> {
            assertEquals(arrays.keySet(), found.keySet(), source);
            arrays.forEach((name, expected) -> compare(source, name, expected, found.get(name)));
        });
    }

    private static void compare(String source, String name, NpyArray expected, NpyArray found) {
        String what = name + " beside " + source;
        assertEquals(expected.size(), found.size(), what);
        double[] expectedValues = expected.toDoubles();
        double[] foundValues = found.toDoubles();
        double difference = 0;
        double norm = 0;
        for (int i = 0; i < expectedValues.length; i++) {
            difference += Math.pow(foundValues[i] - expectedValues[i], 2);
            norm += Math.pow(expectedValues[i], 2);
        }
        double ratio = Math.sqrt(difference / norm);
        System.out.printf("%-80s differs by %.1e of its norm%n", what, ratio);
        if (name.startsWith(StoredResults.DIGEST)) {
            assertEquals(0.0, difference, what);
        } else {
            assertTrue(ratio <= (name.endsWith("/codes") ? CODES : BOUND),
                    what + " differs by " + ratio + " of its norm");
        }
    }
}
