package dev.hourglass.models;

import dev.hourglass.data.DataException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What files of all kinds of models have in common: safetensors whose metadata says the format's version, how
 * the model came to be, and a checksum over everything; golden inputs and answers lie beside the weights.
 * docs/model-format.md describes it.
 *
 * @param file     where it lies
 * @param format   version of the format, 1 or 2
 * @param tensors  of the model, without the golden ones
 * @param metadata everything, as text
 * @param evidence what the file says of the model's past
 * @param checksum what it is, against what the file says it should be
 */
public record ModelFile(Path file, int format, Tensors tensors, Map<String, String> metadata,
        Evidence evidence, Sum checksum) {
    /** Metadata key with the version of the format. */
    public static final String FORMAT_KEY = "hourglass.format";
    /** Metadata key of a note: something about the model, for people. */
    public static final String NOTE_PREFIX = "note.";
    private static final String CHECKSUM_KEY = "hourglass.checksum";
    private static final String GOLDEN_PREFIX = "golden/";
    /** Has no checksum, no provenance and nothing golden. */
    private static final int UNCHECKED = 1;
    private static final int NEWEST = 2;

    /**
     * A checksum.
     *
     * @param expected as the file says; empty in files of format 1
     * @param found    as computed; none in files of format 1
     */
    public record Sum(Optional<String> expected, String found) {

        /** Whether the file says one, and it is another. */
        public boolean isBroken() {
            return expected.filter(each -> !each.equals(found)).isPresent();
        }
    }

    /**
     * Writes a file of the newest format, whole or not at all. Equal contents give equal bytes.
     *
     * @param metadata what only this kind of model has
     * @throws DataException when the file cannot be written
     */
    public static void write(Path file, Tensors tensors, Map<String, String> metadata, Evidence evidence) {
        var all = new Tensors().with("", tensors);
        evidence.golden().ifPresent(golden -> all.with(GOLDEN_PREFIX, golden.tensors()));
        var entries = new TreeMap<>(metadata);
        entries.put(FORMAT_KEY, Integer.toString(NEWEST));
        evidence.provenance().ifPresent(each -> entries.putAll(each.entries()));
        entries.put(CHECKSUM_KEY, Checksum.of(all, entries));
        Safetensors.write(file, all, entries);
    }

    /**
     * Reads a file of this or an earlier format.
     *
     * @throws DataException when it is no model file, or any bit of it has changed since it was written
     */
    public static ModelFile read(Path file) {
        var read = look(file);
        if (read.checksum.isBroken()) {
            throw new DataException(file + ": the file is damaged: expected checksum "
                    + read.checksum.expected().orElseThrow() + ", found " + read.checksum.found());
        }
        return read.withEvidence();
    }

    /**
     * The same without a look at checksum, provenance and golden answers: for a word on files that are
     * damaged.
     *
     * @throws DataException when it is no model file
     */
    public static ModelFile look(Path file) {
        var content = Safetensors.read(file);
        var metadata = new TreeMap<>(content.metadata());
        int format = format(file, metadata.get(FORMAT_KEY));
        String expected = metadata.remove(CHECKSUM_KEY);
        if (format > UNCHECKED && expected == null) {
            throw new DataException(file + ": the file is damaged: expected '" + CHECKSUM_KEY
                    + "' in its metadata, found none");
        }
        var sum = format == UNCHECKED ? new Sum(Optional.empty(), "none")
                : new Sum(Optional.of(expected), Checksum.of(content.tensors(), metadata));
        return new ModelFile(file, format, content.tensors(), metadata, Evidence.none(), sum);
    }

    private static int format(Path file, String text) {
        if (text == null) {
            throw new DataException(
                    file + ": holds tensors but no Hourglass model (no '" + FORMAT_KEY
                            + "' in its metadata)");
        }
        if (!text.equals(Integer.toString(UNCHECKED)) && !text.equals(Integer.toString(NEWEST))) {
            throw new DataException(file + ": expected format " + UNCHECKED + " or " + NEWEST + ", found "
                    + text + "; use a newer version of Hourglass");
        }
        return Integer.parseInt(text);
    }

    private ModelFile withEvidence() {
        var own = new Tensors();
        var golden = new Tensors();
        for (String name : tensors.names()) {
            boolean isGolden = format > UNCHECKED && name.startsWith(GOLDEN_PREFIX);
            (isGolden ? golden : own).with(isGolden ? name.substring(GOLDEN_PREFIX.length()) : name,
                    tensors.shape(name), tensors.values(name));
        }
        var found = new Evidence(Provenance.of(metadata, file), Golden.of(golden, file.toString()));
        return new ModelFile(file, format, own, metadata, found, checksum);
    }

    /** What the metadata says under a key. */
    public Optional<String> entry(String key) {
        return Optional.ofNullable(metadata.get(key));
    }

    /** The notes, without their prefix. */
    public Map<String, String> notes() {
        var notes = new TreeMap<String, String>();
        metadata.forEach((key, value) -> {
            if (key.startsWith(NOTE_PREFIX)) {
                notes.put(key.substring(NOTE_PREFIX.length()), value);
            }
        });
        return notes;
    }
}
