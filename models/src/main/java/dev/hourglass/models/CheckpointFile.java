package dev.hourglass.models;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hourglass.data.AtomicFile;
import dev.hourglass.data.DataException;
import dev.hourglass.plan.Shape;
import dev.hourglass.train.Checkpoint;
import dev.hourglass.train.TrainPoint;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.TreeMap;

/**
 * One checkpoint as a safetensors file: its arrays as tensors of one extent, where it stands as JSON in the
 * metadata, and a SHA-256 over both, so that a file with a single flipped bit is refused.
 */
final class CheckpointFile {
    /** Those of format 1 had another sum, those of format 2 did not know what training began with. */
    static final String FORMAT = "3";
    static final String FORMAT_KEY = "hourglass.checkpoint";
    static final String POINT_KEY = "hourglass.point";
    static final String SUM_KEY = "hourglass.sha256";
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .visibility(PropertyAccessor.GETTER, Visibility.NONE)
            .visibility(PropertyAccessor.IS_GETTER, Visibility.NONE)
            .visibility(PropertyAccessor.FIELD, Visibility.ANY).build();

    private CheckpointFile() {
    }

    /** What is written to a file. */
    static AtomicFile.Body body(Checkpoint checkpoint) {
        var tensors = new Tensors();
        for (String name : checkpoint.names()) {
            float[] values = checkpoint.values(name);
            if (values.length > 0) {
                tensors.with(name, Shape.of(values.length), values);
            }
        }
        var metadata = new TreeMap<String, String>();
        metadata.put(FORMAT_KEY, FORMAT);
        metadata.put(POINT_KEY, json(checkpoint.point()));
        metadata.put(SUM_KEY, Checksum.of(tensors, metadata));
        return out -> Safetensors.write(out, tensors, metadata);
    }

    private static String json(TrainPoint point) {
        try {
            return MAPPER.writeValueAsString(point);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("every point can be written as JSON", e);
        }
    }

    /** @throws DataException when it is no checkpoint, of another format, or any of its bits has changed */
    static Checkpoint read(Path file) {
        var content = Safetensors.read(file);
        var metadata = new TreeMap<>(content.metadata());
        String format = metadata.get(FORMAT_KEY);
        if (!FORMAT.equals(format)) {
            throw new DataException(file + ": expected a checkpoint of format " + FORMAT + ", found "
                    + (format == null ? "none" : "format " + format));
        }
        String expected = metadata.remove(SUM_KEY);
        if (!Checksum.of(content.tensors(), metadata).equals(expected)) {
            throw new DataException(file + ": the checkpoint is damaged: its bytes do not have the checksum "
                    + "that was written with them");
        }
        var values = new LinkedHashMap<String, float[]>();
        content.tensors().names().forEach(name -> values.put(name, content.tensors().values(name)));
        try {
            var point = MAPPER.readValue(metadata.getOrDefault(POINT_KEY, ""), TrainPoint.class);
            if (point == null) {
                throw new DataException(file + ": expected where the training stood, found null");
            }
            return new Checkpoint(point, values);
        } catch (JsonProcessingException e) {
            throw new DataException(file + ": where the training stood cannot be read: "
                    + e.getOriginalMessage().lines().findFirst().orElse(""), e);
        }
    }
}
