package dev.hourglass.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hourglass.data.AtomicFile;
import dev.hourglass.data.DataDigest;
import dev.hourglass.data.DataException;
import dev.hourglass.data.KnownData;
import dev.hourglass.spi.DeviceInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What a run was started with: enough to do it again and to know whether it is the same.
 *
 * @param format    of this file
 * @param arguments of the program, with nothing left to defaults
 * @param folder    that relative paths among them start from
 * @param library   version of the program
 * @param commit    it was built from
 * @param backend   what computes
 * @param data      digests of the rows
 */
public record RunRecord(int format, List<String> arguments, String folder, String library, String commit,
        Computer backend, Digests data) {
    public static final String NAME = "run.json";
    private static final int FORMAT = 2;
    private static final String OUT = "--out";
    private static final Set<String> PATHS = Set.of("--data", "--also-test", "--data-dir", "--tensorboard");
    private static final JsonMapper MAPPER = new JsonMapper();

    /** What computes; bits depend on all of it. */
    public record Computer(String name, String version, int threads, String device) {
        static Computer of(DeviceInfo device) {
            return new Computer(device.backend(), device.version(), device.threads(), device.device());
        }

        private String words() {
            return name + " (" + version + "), " + Words.count(threads, "thread");
        }
    }

    /** SHA-256 of each part; validation is empty where there is none. */
    public record Digests(String train, String validation, String test) {
        static Digests of(TrainData data) {
            return new Digests(DataDigest.of(data.train()), data.validation().map(DataDigest::of).orElse(""),
                    DataDigest.of(data.test()));
        }
    }

    public RunRecord {
        arguments = List.copyOf(arguments);
    }

    /** @param arguments the words of a command line after {@code hourglass} */
    public static RunRecord of(List<String> arguments, Digests data, DeviceInfo device) {
        return new RunRecord(FORMAT, arguments, Path.of("").toAbsolutePath().toString(), Library.version(),
                Library.commit(), Computer.of(device), data);
    }

    void write(Path file) {
        AtomicFile.write(file, out -> {
            out.write(MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(this));
            out.write('\n');
        });
    }

    /** @throws DataException when it is damaged, or of another version of the program */
    public static RunRecord read(Path file) {
        try {
            var root = MAPPER.readTree(Files.readAllBytes(file));
            int format = root.path("format").asInt(0);
            if (format != FORMAT) {
                throw new DataException(file + ": expected the settings of a run of format " + FORMAT
                        + ", found " + (format == 0 ? "none" : "format " + format));
            }
            var found = MAPPER.treeToValue(root, RunRecord.class);
            if (found.arguments.size() < 2 || found.folder == null || found.library == null
                    || found.commit == null || found.backend == null || found.data == null) {
                throw new DataException(file + ": expected arguments, folder, library, commit, backend and "
                        + "data, found less; the file is damaged");
            }
            return found;
        } catch (JsonProcessingException | NullPointerException e) {
            throw new DataException(file + ": expected the settings of a run as JSON, found something else; "
                    + "was it cut off?", e);
        } catch (IOException e) {
            throw new DataException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /** What was trained for. */
    String task() {
        return arguments.get(1);
    }

    /**
     * The options to do it again from here.
     *
     * @param run the folder of the run, which may have been moved
     */
    List<String> options(Path run) {
        Path here = Path.of("").toAbsolutePath();
        Path before = Path.of(folder);
        var options = new ArrayList<String>();
        String option = "";
        for (String word : arguments.subList(2, arguments.size())) {
            if (option.equals(OUT)) {
                options.add(before.resolve(word).equals(here.resolve(run)) ? word : run.toString());
            } else if (PATHS.contains(option) && !here.equals(before) && !KnownData.names().contains(word)) {
                options.add(before.resolve(word).toString());
            } else {
                options.add(word);
            }
            option = word;
        }
        return options;
    }

    /**
     * @throws DataException when the program is not that of the run: the same settings may mean other things
     */
    void checkLibrary(Path run) {
        if (!library.equals(Library.version()) || !commit.equals(Library.commit())) {
            throw new DataException(
                    run + ": the run was started by Hourglass " + library + " (commit " + commit
                            + "), this is " + Library.version() + " (commit " + Library.commit()
                            + "); only the same build gives the same bits");
        }
    }

    /**
     * Notes another processor, which may round differently.
     *
     * @throws DataException when data or backend are not those of the run
     */
    public void checkSame(Path run, RunRecord now, Streams streams) {
        part(run, "training rows", data.train, now.data.train);
        part(run, "validation rows", data.validation, now.data.validation);
        part(run, "test rows", data.test, now.data.test);
        if (!backend.words().equals(now.backend.words())) {
            throw new DataException(run + ": the run was started on " + backend.words() + ", here computes "
                    + now.backend.words() + "; only the same backend gives the same bits");
        }
        if (!backend.device.equals(now.backend.device)) {
            streams.say("Note: the run was started on " + backend.device + ", this is " + now.backend.device
                    + "; processors may round differently");
        }
    }

    private static void part(Path run, String what, String before, String now) {
        if (!before.equals(now)) {
            throw new DataException(run + ": the run was started on " + what + " with digest " + before
                    + ", found " + now + "; the data has changed since");
        }
    }
}
