package dev.hourglass.cli;

import dev.hourglass.cli.RunRecord.Digests;
import dev.hourglass.data.DataException;
import dev.hourglass.models.CheckpointFolder;
import dev.hourglass.spi.DeviceInfo;
import dev.hourglass.train.Checkpoints;
import dev.hourglass.train.Interval;
import dev.hourglass.train.TrainListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is left of a training run when the process dies: in {@code DIR/checkpoints} the settings it was
 * started with and the last checkpoints. Once the run is done the settings lie beside the results, and the
 * folder is gone.
 */
public final class RunJournal {
    static final String FOLDER = "checkpoints";

    private final RunMode mode;
    private final Optional<Interval> interval;
    private final List<String> words;
    private final Path out;
    private final Streams streams;
    private final CheckpointFolder checkpoints;
    private Optional<RunRecord> record = Optional.empty();
    private Optional<RunLock> lock = Optional.empty();

    /**
     * @param interval empty when nothing is to survive
     * @param words    of the command line that settings do not know of
     * @param out      folder of the run
     */
    RunJournal(RunMode mode, Optional<Interval> interval, List<String> words, Path out, Streams streams) {
        this.mode = mode;
        this.interval = interval;
        this.words = List.copyOf(words);
        this.out = out;
        this.streams = streams;
        this.checkpoints = CheckpointFolder.of(out.resolve(FOLDER), note -> streams.say("Note: " + note));
    }

    /** The settings of the unfinished run in a folder. */
    static Path unfinished(Path out) {
        return out.resolve(FOLDER).resolve(RunRecord.NAME);
    }

    /** Makes sure that no unfinished run is lost unasked. */
    public void open() {
        if (mode == RunMode.TRAIN && !checkpoints.isEmpty()) {
            throw new WrongOption("--out: " + out + " holds an unfinished run; 'hourglass resume " + out
                    + "' goes on with it, --restart gives it up and starts over");
        }
        if (mode != RunMode.TRAIN && Files.isDirectory(out.resolve(FOLDER))) {
            lock();
        }
        if (mode == RunMode.RESTART) {
            clear();
        }
    }

    /**
     * Notes what is started, or makes sure that what goes on is the same run.
     *
     * @param settings words of the command line, without the name of the program
     * @return what the trainer needs; empty when nothing is to survive
     */
    public Optional<Checkpoints> start(List<String> settings, Digests data, DeviceInfo device) {
        var arguments = new ArrayList<>(settings);
        arguments.addAll(words);
        var now = RunRecord.of(arguments, data, device);
        record = Optional.of(now);
        if (mode == RunMode.RESUME) {
            var before = RunRecord.read(unfinished(out));
            before.checkSame(out, now, streams);
            if (checkpoints.isEmpty()) {
                streams.say("There is no checkpoint yet: the run starts from its beginning");
            }
        }
        if (interval.isEmpty()) {
            return Optional.empty();
        }
        if (mode != RunMode.RESUME) {
            try {
                Files.createDirectories(out.resolve(FOLDER));
            } catch (IOException e) {
                throw new DataException(out.resolve(FOLDER) + ": cannot be created: " + e.getMessage(), e);
            }
            lock();
            now.write(unfinished(out));
        }
        return Optional.of(new Checkpoints(checkpoints, interval.get(), Map.of()));
    }

    /**
     * The same for one of several trainings that follow each other.
     *
     * @param number from 0
     */
    public Optional<Checkpoints> part(int number) {
        return interval.map(each -> new Checkpoints(checkpoints.part(number), each, Map.of()));
    }

    /**
     * Tells the person who waits where the run goes on, and what could not be saved.
     *
     * @param part what it is told of, in words; empty when it is all of the run
     */
    public TrainListener listener(String part) {
        return new TrainListener() {
            private Started run;
            private boolean told;

            @Override
            public void started(Started started) {
                run = started;
            }

            @Override
            public void resumed(Resumed before) {
                streams.say("Resumes  " + (part.isEmpty() ? "" : part + ": ")
                        + (before.epoch() > run.epochs() ? "nothing of it is left to train"
                                : "in epoch " + before.epoch() + " of " + run.epochs() + ", after "
                                        + Words.count(before.step()) + " of its "
                                        + Words.count(run.steps(), "step")));
            }

            @Override
            public void saved(Saved saved) {
                told = false;
            }

            @Override
            public void notSaved(String reason) {
                if (told) {
                    return;
                }
                told = true;
                streams.say(
                        (streams.isInteractive() ? "\n" : "") + "hourglass: no checkpoint was kept: " + reason
                                + "; training goes on, and it is tried again each time one is due");
            }
        };
    }

    /**
     * After the results were written: what was started is noted beside them.
     *
     * @param exitCode that the run ends with
     */
    public void finish(int exitCode) {
        record.ifPresent(each -> each.write(out.resolve(RunRecord.NAME)));
        end(exitCode);
    }

    /** After training ended: an interrupted run can go on, any other is over. */
    public void end(int exitCode) {
        if (exitCode == ExitCode.INTERRUPTED && !checkpoints.isEmpty()) {
            streams.say("hourglass: 'hourglass resume " + out + "' goes on where it stopped");
        } else {
            clear();
        }
    }

    /** However it ended: without a checkpoint there is nothing to go on with. */
    public void close() {
        if (lock.isPresent() && checkpoints.isEmpty()) {
            clear();
        }
        unlock();
    }

    private void lock() {
        if (lock.isEmpty()) {
            lock = Optional.of(RunLock.take(out.resolve(FOLDER), out));
        }
    }

    private void unlock() {
        lock.ifPresent(RunLock::close);
        lock = Optional.empty();
    }

    private void clear() {
        unlock();
        clearSettings();
        checkpoints.clear();
    }

    /** Also those that a killed process was writing. */
    private void clearSettings() {
        Path folder = out.resolve(FOLDER);
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (var files = Files.newDirectoryStream(folder, "{,.}" + RunRecord.NAME + "{,.*.tmp}")) {
            for (Path each : files) {
                Files.deleteIfExists(each);
            }
        } catch (IOException e) {
            throw new DataException(folder + ": cannot be cleared: " + e.getMessage(), e);
        }
    }
}
