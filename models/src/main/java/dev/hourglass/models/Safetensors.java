package dev.hourglass.models;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hourglass.data.AtomicFile;
import dev.hourglass.data.DataException;
import dev.hourglass.plan.PlanException;
import dev.hourglass.plan.Shape;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The safetensors format: eight bytes with the length of a JSON header, the header, then the tensors' bytes
 * one after the other, little-endian. Only F32 tensors are read and written. Readable by the Python package
 * of the same name.
 */
public final class Safetensors {
    private static final Logger LOG = LoggerFactory.getLogger(Safetensors.class);
    private static final int LENGTH_BYTES = 8;
    private static final long LARGEST_HEADER = 100_000_000;
    private static final String METADATA = "__metadata__";
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    /** What a file holds. */
    public record Content(Tensors tensors, Map<String, String> metadata) {
    }

    private Safetensors() {
    }

    /** Writes the file whole or not at all. */
    public static void write(Path file, Tensors tensors, Map<String, String> metadata) {
        var event = new ModelSave();
        event.begin();
        byte[] header = header(tensors, metadata);
        AtomicFile.write(file, out -> write(out, header, tensors));
        long size = LENGTH_BYTES + header.length + bytes(tensors);
        if (event.shouldCommit()) {
            event.of(file, size, tensors.names().size());
            event.commit();
        }
        LOG.info("wrote {}: {} tensors, {} bytes", file, tensors.names().size(), size);
    }

    private static long bytes(Tensors tensors) {
        return tensors.names().stream().mapToLong(name -> tensors.shape(name).elements()).sum() * Float.BYTES;
    }

    /** Writes the bytes of a file. */
    static void write(OutputStream out, Tensors tensors, Map<String, String> metadata) throws IOException {
        write(out, header(tensors, metadata), tensors);
    }

    private static void write(OutputStream out, byte[] header, Tensors tensors) throws IOException {
        var length = ByteBuffer.allocate(LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(header.length);
        out.write(length.array());
        out.write(header);
        for (String name : tensors.names()) {
            float[] values = tensors.values(name);
            var bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(values);
            out.write(bytes.array());
        }
    }

    private static byte[] header(Tensors tensors, Map<String, String> metadata) {
        var root = MAPPER.createObjectNode();
        var described = root.putObject(METADATA);
        new TreeMap<>(metadata).forEach(described::put);
        long offset = 0;
        for (String name : tensors.names()) {
            var shape = tensors.shape(name);
            long end = offset + (long) shape.elements() * Float.BYTES;
            var entry = root.putObject(name).put("dtype", "F32");
            var extents = entry.putArray("shape");
            shape.extents().forEach(extents::add);
            entry.putArray("data_offsets").add(offset).add(end);
            offset = end;
        }
        var text = new StringBuilder(root.toString());
        while (text.toString().getBytes(StandardCharsets.UTF_8).length % LENGTH_BYTES != 0) {
            text.append(' ');
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * @throws DataException when the file is not safetensors, is cut short, or its header does not fit its
     *                       bytes
     */
    public static Content read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new DataException(file + ": no such file; expected a model written by 'train'");
        }
        var event = new ModelLoad();
        event.begin();
        try (var channel = FileChannel.open(file)) {
            long size = channel.size();
            long length = size < LENGTH_BYTES ? -1 : bytes(channel, 0, LENGTH_BYTES).getLong();
            if (length < 2 || length > LARGEST_HEADER || length > size - LENGTH_BYTES) {
                throw new DataException(file + ": not a safetensors file: the header should take " + length
                        + " bytes, the file has " + size);
            }
            byte[] header = bytes(channel, LENGTH_BYTES, (int) length).array();
            var root = parse(file, text(file, header));
            var content = content(file, channel, LENGTH_BYTES + length, root);
            if (event.shouldCommit()) {
                event.of(file, size, content.tensors().names().size());
                event.commit();
            }
            LOG.info("read {}: {} tensors, {} bytes", file, content.tensors().names().size(), size);
            return content;
        } catch (IOException e) {
            throw new DataException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private static String text(Path file, byte[] header) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(header)).toString();
        } catch (CharacterCodingException e) {
            throw new DataException(file + ": not a safetensors file: the header is not UTF-8", e);
        }
    }

    private static JsonNode parse(Path file, String header) {
        try {
            JsonNode root = MAPPER.readTree(header);
            if (root != null && root.isObject()) {
                return root;
            }
            throw new DataException(file + ": not a safetensors file: the header must be a JSON object");
        } catch (JsonProcessingException e) {
            throw new DataException(file + ": not a safetensors file: the header is not JSON ("
                    + e.getOriginalMessage().lines().findFirst().orElse("") + ")", e);
        }
    }

    private static Content content(Path file, FileChannel channel, long start, JsonNode root)
            throws IOException {
        var tensors = new Tensors();
        var metadata = new TreeMap<String, String>();
        var fields = new ArrayList<Map.Entry<String, JsonNode>>();
        for (var field : root.properties()) {
            if (field.getKey().equals(METADATA)) {
                metadata.putAll(metadata(file, field.getValue()));
            } else {
                fields.add(field);
            }
        }
        // Other programs may name tensors in another order than that of their bytes.
        fields.sort(Comparator.comparingLong(each -> offset(each.getValue(), 0)));
        long expected = 0;
        for (var field : fields) {
            var shape = shape(file, field.getKey(), field.getValue());
            long from = offset(field.getValue(), 0);
            long to = offset(field.getValue(), 1);
            long bytes = (long) shape.elements() * Float.BYTES;
            if (from != expected || to - from != bytes || to > channel.size() - start) {
                throw new DataException(
                        file + ": tensor " + field.getKey() + shape + " should lie at bytes " + expected
                                + " to " + (expected + bytes) + ", found " + from + " to " + to + " of "
                                + (channel.size() - start) + "; the file is damaged or cut short");
            }
            var values = new float[shape.elements()];
            bytes(channel, start + from, (int) bytes).asFloatBuffer().get(values);
            tensors.with(field.getKey(), shape, values);
            expected = to;
        }
        if (expected != channel.size() - start) {
            throw new DataException(file + ": expected " + expected + " bytes of tensors, found "
                    + (channel.size() - start) + "; the file is damaged");
        }
        return new Content(tensors, metadata);
    }

    private static long offset(JsonNode tensor, int side) {
        var offset = tensor.path("data_offsets").path(side);
        return offset.canConvertToLong() && offset.isIntegralNumber() ? offset.longValue() : -1;
    }

    private static Map<String, String> metadata(Path file, JsonNode node) {
        var metadata = new TreeMap<String, String>();
        for (var each : node.properties()) {
            if (!each.getValue().isTextual()) {
                throw new DataException(file + ": metadata " + each.getKey()
                        + ": expected text, found " + each.getValue().getNodeType());
            }
            metadata.put(each.getKey(), each.getValue().textValue());
        }
        return metadata;
    }

    private static Shape shape(Path file, String name, JsonNode entry) {
        if (!entry.path("dtype").asText().equals("F32") || !entry.path("shape").isArray()) {
            throw new DataException(file + ": tensor " + name + ": expected dtype F32 and a shape, found "
                    + entry.path("dtype").asText("none"));
        }
        var extents = new ArrayList<Integer>();
        entry.path("shape").forEach(extent -> extents.add(extent.isInt() ? extent.intValue() : 0));
        try {
            var shape = new Shape(extents);
            if ((long) shape.elements() * Float.BYTES > Integer.MAX_VALUE) {
                throw new PlanException("shape " + shape + " takes more than 2 GiB");
            }
            return shape;
        } catch (PlanException e) {
            throw new DataException(file + ": tensor " + name + ": " + e.getMessage(), e);
        }
    }

    private static ByteBuffer bytes(FileChannel channel, long position, int count) throws IOException {
        var buffer = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw new IOException("the file ends early");
            }
        }
        return buffer.flip();
    }
}
