package dev.hourglass.models;

import dev.hourglass.data.AtomicFile;
import dev.hourglass.data.DataException;
import dev.hourglass.train.Checkpoint;
import dev.hourglass.train.CheckpointStore;
import dev.hourglass.train.TrainPoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A folder with the last checkpoints of one training, a safetensors file each. It is created with the first
 * and removed with the last; other files in it are left alone.
 */
public final class CheckpointFolder implements CheckpointStore {
    /** Checkpoints that are kept where nothing else is said: one to go on from, one in case it is damaged. */
    public static final int KEEP = 2;
    private static final String PREFIX = "checkpoint-";
    private static final String SUFFIX = ".safetensors";

    /** Brings a file to the disk, as {@link AtomicFile#write} does. */
    @FunctionalInterface
    interface Output {
        void write(Path file, AtomicFile.Body body);
    }

    private final Path folder;
    private final String prefix;
    private final int keep;
    private final Consumer<String> notes;
    private final Output output;

    CheckpointFolder(Path folder, int keep, Consumer<String> notes, Output output) {
        this(folder, PREFIX, keep, notes, output);
    }

    private CheckpointFolder(Path folder, String prefix, int keep, Consumer<String> notes, Output output) {
        if (keep < 1) {
            throw new IllegalArgumentException("at least 1 checkpoint must be kept, found " + keep);
        }
        this.folder = folder;
        this.prefix = prefix;
        this.keep = keep;
        this.notes = notes;
        this.output = output;
    }

    /**
     * A folder, which need not exist.
     *
     * @param notes is told of checkpoints that cannot be used, in words
     */
    public static CheckpointFolder of(Path folder, Consumer<String> notes) {
        return new CheckpointFolder(folder, KEEP, notes, AtomicFile::write);
    }

    /**
     * For the checkpoints of one part of a run that consists of several trainings, one after the other. They
     * lie in the same folder; the folder without a part has those of all, and clears them.
     *
     * @param number from 0
     */
    public CheckpointFolder part(int number) {
        return new CheckpointFolder(folder, String.format(Locale.ROOT, "%spart%02d-", prefix, number), keep,
                notes, output);
    }

    /** Whether there is any checkpoint, sound or not. */
    public boolean isEmpty() {
        return files().isEmpty();
    }

    @Override
    public Optional<Checkpoint> latest() {
        clearUnfinished();
        List<Path> files = files();
        for (Path file : files.reversed()) {
            try {
                return Optional.of(CheckpointFile.read(file));
            } catch (DataException e) {
                boolean last = file.equals(files.getFirst());
                notes.accept(e.getMessage() + "; " + (last ? "no other is left, training starts again"
                        : "going on from the one before"));
            }
        }
        return Optional.empty();
    }

    @Override
    public void save(Checkpoint checkpoint) {
        Path file = folder.resolve(name(checkpoint.point()));
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new DataException(folder + ": cannot be created: " + e.getMessage(), e);
        }
        output.write(file, CheckpointFile.body(checkpoint));
        List<Path> files = files();
        int place = files.indexOf(file);
        for (int i = 0; i < files.size(); i++) {
            // Those behind it are of a future that was not read: damaged ones.
            if (i > place || i <= place - keep) {
                delete(files.get(i));
            }
        }
    }

    private String name(TrainPoint point) {
        return String.format(Locale.ROOT, "%s%06d-%010d%s", prefix, point.epoch(), point.step(), SUFFIX);
    }

    @Override
    public void clear() {
        files().forEach(CheckpointFolder::delete);
        clearUnfinished();
        try {
            Files.deleteIfExists(folder);
        } catch (IOException _) {
            // Something else lies in it.
        }
    }

    /** What a killed process was writing. */
    private void clearUnfinished() {
        list("." + prefix, ".tmp").forEach(CheckpointFolder::delete);
    }

    /** Checkpoints, the oldest first. */
    private List<Path> files() {
        return list(prefix, SUFFIX);
    }

    private List<Path> list(String prefix, String suffix) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        var found = new ArrayList<Path>();
        try (var files = Files.newDirectoryStream(folder, prefix + "*" + suffix)) {
            files.forEach(found::add);
        } catch (IOException e) {
            throw new DataException(folder + ": cannot be read: " + e.getMessage(), e);
        }
        Collections.sort(found);
        return found;
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new DataException(file + ": cannot be removed: " + e.getMessage(), e);
        }
    }
}
