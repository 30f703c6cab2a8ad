package dev.hourglass.models;

import dev.hourglass.data.DataException;
import dev.hourglass.plan.Parameter;
import dev.hourglass.plan.Shape;
import dev.hourglass.spi.Backend;
import dev.hourglass.spi.Session;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * An autoencoder with its weights, apart from any backend: what is saved, loaded and used.
 *
 * @param architecture the layers
 * @param tensors      parameters and state by name
 * @param notes        how it came to be, in words: task, data, seed, backend and so on
 */
public record TrainedModel(Autoencoder architecture, Tensors tensors, Map<String, String> notes) {
    /** Metadata key that only files of anomaly detectors have; its value is the kind of detector. */
    public static final String DETECTOR_KEY = "hourglass.detector";
    /** Version of the file format that is written. */
    private static final String FORMAT = "1";
    private static final String FORMAT_KEY = "hourglass.format";
    private static final String MODEL_KEY = "hourglass.model";
    private static final String NOTE_PREFIX = "note.";

    public TrainedModel {
        notes = Map.copyOf(notes);
    }

    /** Takes the weights out of a session. */
    public static TrainedModel of(Autoencoder architecture, Session session, Map<String, String> notes) {
        var tensors = new Tensors();
        for (Parameter parameter : session.program().parameters()) {
            tensors.with(parameter.name(), parameter.slot().shape(), session.read(parameter.slot()));
        }
        return new TrainedModel(architecture, tensors, notes);
    }

    /**
     * Writes weights and architecture to one safetensors file, whole or not at all.
     *
     * @throws DataException when the file cannot be written
     */
    public void save(Path file) {
        var metadata = new TreeMap<String, String>();
        metadata.put(FORMAT_KEY, FORMAT);
        metadata.put(MODEL_KEY, ModelJson.write(architecture));
        notes.forEach((name, note) -> metadata.put(NOTE_PREFIX + name, note));
        Safetensors.write(file, tensors, metadata);
    }

    /**
     * Reads what {@link #save} wrote.
     *
     * @throws DataException when it is not such a file, is damaged, or its weights do not fit its
     *                       architecture
     */
    public static TrainedModel load(Path file) {
        var content = Safetensors.read(file);
        String format = content.metadata().get(FORMAT_KEY);
        String model = content.metadata().get(MODEL_KEY);
        if (content.metadata().containsKey(DETECTOR_KEY)) {
            throw new DataException(file + ": holds an anomaly detector, expected a model that reconstructs; "
                    + "'hourglass score' applies detectors");
        }
        if (format == null || model == null) {
            throw new DataException(file + ": holds tensors but no Hourglass model (no '" + MODEL_KEY
                    + "' in its metadata)");
        }
        if (!format.equals(FORMAT)) {
            throw new DataException(file + ": expected format " + FORMAT + ", found " + format
                    + "; use a newer version of Hourglass");
        }
        var architecture = ModelJson.read(model, file);
        checkFit(file, architecture, content.tensors());
        var notes = new TreeMap<String, String>();
        content.metadata().forEach((key, value) -> {
            if (key.startsWith(NOTE_PREFIX)) {
                notes.put(key.substring(NOTE_PREFIX.length()), value);
            }
        });
        return new TrainedModel(architecture, content.tensors(), notes);
    }

    private static void checkFit(Path file, Autoencoder architecture, Tensors tensors) {
        try {
            for (Parameter parameter : AutoencoderProgram.inference(architecture, 1).parameters()) {
                checkTensor(file, parameter, tensors);
            }
        } catch (IllegalArgumentException e) {
            throw new DataException(file + ": the architecture is not sound: " + e.getMessage(), e);
        }
    }

    private static void checkTensor(Path file, Parameter parameter, Tensors tensors) {
        Shape expected = parameter.slot().shape();
        if (!tensors.contains(parameter.name()) || !tensors.shape(parameter.name()).equals(expected)) {
            throw new DataException(file + ": tensor " + parameter.name() + " must have shape " + expected
                    + ", found "
                    + (tensors.contains(parameter.name()) ? tensors.shape(parameter.name()) : "none"));
        }
        float[] values = tensors.values(parameter.name());
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new DataException(file + ": tensor " + parameter.name() + ": value " + i
                        + " must be a finite number, found " + values[i]);
            }
        }
    }

    /** The same model with one more tensor in its file, beside its parameters: what was measured of it. */
    public TrainedModel with(String tensor, Shape shape, float[] values) {
        var more = new Tensors();
        tensors.names().forEach(name -> more.with(name, tensors.shape(name), tensors.values(name)));
        return new TrainedModel(architecture, more.with(tensor, shape, values), notes);
    }

    /**
     * SHA-256 of the architecture and of everything that was trained or measured: models with the same digest
     * give the same results. The notes do not count.
     */
    public byte[] digest() {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(ModelJson.write(architecture).getBytes(StandardCharsets.UTF_8));
            for (String name : new TreeSet<>(tensors.names())) {
                float[] values = tensors.values(name);
                digest.update((name + tensors.shape(name)).getBytes(StandardCharsets.UTF_8));
                var bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
                bytes.asFloatBuffer().put(values);
                digest.update(bytes);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Writes the weights into a session of a program with the same parameters. */
    public void writeTo(Session session) {
        for (Parameter parameter : session.program().parameters()) {
            session.write(parameter.slot(), tensors.values(parameter.name()));
        }
    }

    /** Ready for encoding and decoding rows of the shape it was trained on, up to {@code batch} at once. */
    public Inference open(Backend backend, int batch) {
        return Inference.open(this, architecture.row(), backend, batch);
    }

    /** The same for rows of another shape, if the model takes them. */
    public Inference open(Backend backend, int batch, Shape row) {
        return Inference.open(this, row, backend, batch);
    }
}
