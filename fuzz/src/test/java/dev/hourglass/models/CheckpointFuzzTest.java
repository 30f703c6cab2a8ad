package dev.hourglass.models;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.hourglass.fuzz.AnyBytes;
import dev.hourglass.plan.Shape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Checkpoints that say anything of where the training stood, with the sum that fits. */
class CheckpointFuzzTest {

    @FuzzTest
    void read(byte[] point) {
        AnyBytes.read(file(new String(point, StandardCharsets.UTF_8)), CheckpointFile::read);
    }

    private static byte[] file(String point) {
        var tensors = new Tensors().with("parameters", Shape.of(2), new float[] {1, 2});
        var metadata = new TreeMap<>(Map.of(CheckpointFile.FORMAT_KEY, CheckpointFile.FORMAT));
        if (!point.isEmpty()) {
            metadata.put(CheckpointFile.POINT_KEY, point);
        }
        metadata.put(CheckpointFile.SUM_KEY, Checksum.of(tensors, metadata));
        try (var out = new ByteArrayOutputStream()) {
            Safetensors.write(out, tensors, metadata);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
