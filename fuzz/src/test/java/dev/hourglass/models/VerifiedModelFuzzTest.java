package dev.hourglass.models;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.hourglass.fuzz.AnyBytes;
import dev.hourglass.models.anomaly.AnomalyDetector;
import dev.hourglass.plan.Shape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * Files of format 2 with any metadata and golden tensors, and the checksum that fits: lines of text, each a
 * key and its value, or the name of a golden tensor and its extents.
 */
class VerifiedModelFuzzTest {
    private static final int MOST_VALUES = 1 << 10;
    private static final String GOLDEN = "golden/";

    @FuzzTest
    void load(byte[] lines) {
        byte[] bytes = file(new String(lines, StandardCharsets.UTF_8));
        AnyBytes.read(bytes, file -> {
            var read = ModelFile.read(file);
            if (read.entry(TrainedModel.DETECTOR_KEY).isPresent()) {
                AnomalyDetector.of(read);
            } else {
                TrainedModel.of(read);
            }
        });
    }

    private static byte[] file(String lines) {
        var tensors = new Tensors();
        var metadata = new TreeMap<String, String>(Map.of(ModelFile.FORMAT_KEY, "2"));
        lines.lines().forEach(line -> {
            int at = Math.max(line.indexOf(' '), 0);
            String key = line.substring(0, at);
            String value = line.substring(Math.min(at + 1, line.length()));
            if (key.startsWith(GOLDEN)) {
                golden(tensors, key, value);
            } else {
                metadata.put(key, value);
            }
        });
        metadata.remove("hourglass.checksum");
        metadata.put("hourglass.checksum", Checksum.of(tensors, metadata));
        try (var out = new ByteArrayOutputStream()) {
            Safetensors.write(out, tensors, metadata);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void golden(Tensors tensors, String name, String extents) {
        var shape = extents.chars().filter(each -> each >= '1' && each <= '9').limit(4)
                .map(each -> each - '0')
                .boxed().toList();
        if (!shape.isEmpty() && new Shape(shape).elements() <= MOST_VALUES) {
            tensors.with(name, new Shape(shape), new float[new Shape(shape).elements()]);
        }
    }
}
