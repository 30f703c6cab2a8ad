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
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * An autoencoder with its weights, apart from any backend: what is saved, loaded and used.
 *
 * @param architecture the layers
 * @param tensors      parameters and state by name
 * @param notes        how it came to be, in words: task, data, seed, backend and so on
 * @param evidence     how it came to be, and what it answered then
 */
public record TrainedModel(Autoencoder architecture, Tensors tensors, Map<String, String> notes,
        Evidence evidence) {
    /** Metadata key that only files of anomaly detectors have; its value is the kind of detector. */
    public static final String DETECTOR_KEY = "hourglass.detector";
    /** Metadata key of the architecture. */
    public static final String MODEL_KEY = "hourglass.model";

    public TrainedModel {
        notes = Map.copyOf(notes);
    }

    /** A model of which nothing is recorded. */
    public TrainedModel(Autoencoder architecture, Tensors tensors, Map<String, String> notes) {
        this(architecture, tensors, notes, Evidence.none());
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
        metadata.put(MODEL_KEY, ModelJson.write(architecture));
        notes.forEach((name, note) -> metadata.put(ModelFile.NOTE_PREFIX + name, note));
        ModelFile.write(file, tensors, metadata, evidence);
    }

    /**
     * Reads what {@link #save} wrote.
     *
     * @throws DataException when it is not such a file, is damaged, or its weights do not fit its
     *                       architecture
     */
    public static TrainedModel load(Path file) {
        return of(ModelFile.read(file));
    }

    /** The same from what was read. */
    public static TrainedModel of(ModelFile read) {
        Path file = read.file();
        if (read.entry(DETECTOR_KEY).isPresent()) {
            throw new DataException(file + ": holds an anomaly detector, expected a model that reconstructs; "
                    + "'hourglass score' applies detectors");
        }
        String model = read.entry(MODEL_KEY).orElseThrow(() -> new DataException(file
                + ": holds tensors but no Hourglass model (no '" + MODEL_KEY + "' in its metadata)"));
        var architecture = ModelJson.read(model, file);
        checkFit(file, architecture, read.tensors());
        read.evidence().golden().ifPresent(golden -> GoldenModel.checkFit(file, architecture, golden));
        return new TrainedModel(architecture, read.tensors(), read.notes(), read.evidence());
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
        var more = new Tensors().with("", tensors);
        return new TrainedModel(architecture, more.with(tensor, shape, values), notes, evidence);
    }

    /** The same model with a note, in place of one of that name. */
    public TrainedModel withNote(String name, String text) {
        var more = new TreeMap<>(notes);
        more.put(name, text);
        return new TrainedModel(architecture, tensors, more, evidence);
    }

    /** The same model, and how it came to be. */
    public TrainedModel with(Evidence changed) {
        return new TrainedModel(architecture, tensors, notes, changed);
    }

    /**
     * SHA-256 of the architecture and of everything that was trained or measured: models with the same digest
     * give the same results. Notes and evidence do not count.
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

    /**
     * Ready for encoding and decoding rows of the shape it was trained on, up to {@code batch} at once.
     *
     * @throws dev.hourglass.spi.BackendException when the backend gives other answers than the golden ones
     */
    public Inference open(Backend backend, int batch) {
        return Inference.open(this, architecture.row(), backend, batch);
    }

    /** How its answers to the golden inputs differ from the golden ones; empty where it has none. */
    public List<Golden.Difference> checked(Backend backend) {
        return evidence.golden().map(golden -> {
            try (var own = Inference.openUnchecked(this, golden.row(), backend, golden.size())) {
                return GoldenModel.check(golden, own, backend);
            }
        }).orElse(List.of());
    }

    /** The same for rows of another shape, if the model takes them. */
    public Inference open(Backend backend, int batch, Shape row) {
        return Inference.open(this, row, backend, batch);
    }
}
