package dev.hourglass.cli;

import dev.hourglass.data.DataException;
import dev.hourglass.models.AutoencoderProgram;
import dev.hourglass.models.Evidence;
import dev.hourglass.models.Golden;
import dev.hourglass.models.ModelFile;
import dev.hourglass.models.Provenance;
import dev.hourglass.models.Safetensors;
import dev.hourglass.models.Tensors;
import dev.hourglass.models.TrainedModel;
import dev.hourglass.models.anomaly.AnomalyDetector;
import dev.hourglass.plan.Ports;
import dev.hourglass.plan.Shape;
import dev.hourglass.spi.Backend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What {@code inspect} prints of one file. */
final class Inspection {
    /** Notes may be whole encodings of tables. */
    private static final int LONGEST = 120;

    /** What can be said of models and of detectors alike. */
    private record Held(String words, Evidence evidence, Map<String, String> notes,
            Function<Backend, List<Golden.Difference>> check) {
    }

    private final Path file;
    private final Safetensors.Content content;
    private final Streams streams;

    Inspection(Path file, Safetensors.Content content, Streams streams) {
        this.file = file;
        this.content = content;
        this.streams = streams;
    }

    /** Without computing anything; returns the exit code. */
    int show() {
        return show(Optional.empty());
    }

    /** With the golden check on a backend. */
    int show(BackendOptions backend) {
        return show(Optional.of(backend));
    }

    private int show(Optional<BackendOptions> backend) {
        say("File", file + ", " + Words.bytes(size()));
        if (!content.metadata().containsKey(ModelFile.FORMAT_KEY)) {
            say("Holds", "tensors, but no Hourglass model");
            content.metadata().forEach((key, value) -> say("Metadata", key + ": " + shown(value)));
            tensors();
            return ExitCode.DONE;
        }
        var look = ModelFile.look(file);
        say("Format", String.valueOf(look.format()));
        say("Checksum", sum(look.checksum()));
        if (look.checksum().isBroken()) {
            tensors();
            throw new DataException(file + ": the file is damaged: its checksum does not fit");
        }
        var held = held(ModelFile.read(file));
        say("Holds", held.words());
        held.evidence().provenance().ifPresentOrElse(this::provenance,
                () -> say("Made", "unknown: the file does not say"));
        held.notes().forEach((name, note) -> say("Note", name + ": " + shown(note)));
        boolean sound = backend.map(each -> golden(held, each)).orElse(true);
        tensors();
        if (!sound) {
            throw new DataException(file + ": the backend gives other answers than the golden ones");
        }
        return ExitCode.DONE;
    }

    private static String sum(ModelFile.Sum sum) {
        if (sum.expected().isEmpty()) {
            return "none in files of format 1: damage to numbers does not show";
        }
        return sum.isBroken() ? "DOES NOT FIT: expected " + sum.expected().get() + ", found " + sum.found()
                : sum.found() + ", fits";
    }

    private static Held held(ModelFile read) {
        if (read.entry(TrainedModel.DETECTOR_KEY).isPresent()) {
            var detector = AnomalyDetector.of(read);
            return new Held(
                    "a detector of anomalies (" + read.entry(TrainedModel.DETECTOR_KEY).get() + ") in "
                            + rows(detector.row()) + ", " + Words.count(detector.parameters())
                            + " parameters, "
                            + Words.count(detector.calibration().size(), "calibration score"),
                    detector.evidence(),
                    detector.notes(), detector::checked);
        }
        var model = TrainedModel.of(read);
        var program = AutoencoderProgram.inference(model.architecture(), 1);
        return new Held("model " + model.architecture().name() + " of " + rows(model.architecture().row())
                + (model.architecture().sizes().isFixed() ? "" : " and other heights and widths")
                + ", codes of shape " + program.port(Ports.CODE).shape().row() + ", "
                + Words.count(program.trainedValues()) + " parameters", model.evidence(), model.notes(),
                model::checked);
    }

    private static String rows(Shape row) {
        return Words.noun(row) + "s " + row;
    }

    private void provenance(Provenance made) {
        var software = made.software();
        say("Made", made.date() + " by Hourglass " + shown(software.library()) + ", commit "
                + shown(software.commit()) + ", Java " + shown(software.jdk()) + ", "
                + shown(software.system()));
        var computer = made.computer();
        say("Ran on", shown(computer.backend() + " (" + computer.version() + ") on " + computer.device()
                + ", " + Words.count(computer.threads(), "thread")));
        say("Learnt", shown(made.data().name()) + ": " + Words.count(made.data().rows(), "row") + ", seed "
                + made.seed());
        say("", "sha256 of the rows " + shown(made.data().digest()));
    }

    private boolean golden(Held held, BackendOptions backend) {
        if (held.evidence().golden().isEmpty()) {
            say("Golden", "no golden inputs in the file");
            return true;
        }
        try (var choice = backend.open(streams)) {
            var differences = held.check().apply(choice.backend());
            say("Golden", Words.count(held.evidence().golden().get().size(), "input") + " on "
                    + BackendOptions.words(choice.backend().device()));
            for (var each : differences) {
                say("", each.output() + (each.isAllowed() ? ": fits" : ": DOES NOT FIT")
                        + ", farthest at " + each.place() + ": expected " + each.expected() + ", found "
                        + each.found() + ", allowed difference " + Words.error(each.allowed()));
            }
            return differences.stream().allMatch(Golden.Difference::isAllowed);
        }
    }

    private void tensors() {
        streams.result("");
        var table = new Table("tensor", "shape", "values", "least", "largest").right(2, 3, 4);
        Tensors tensors = content.tensors();
        long all = 0;
        for (String name : tensors.names()) {
            float least = Float.POSITIVE_INFINITY;
            float largest = Float.NEGATIVE_INFINITY;
            for (float value : tensors.values(name)) {
                least = Math.min(least, value);
                largest = Math.max(largest, value);
            }
            all += tensors.shape(name).elements();
            table.row(shown(name), tensors.shape(name).toString(),
                    Words.count(tensors.shape(name).elements()),
                    Words.error(least), Words.error(largest));
        }
        table.row("in all", "", Words.count(all), "", "").lines().forEach(streams::result);
    }

    private void say(String what, String words) {
        streams.result(String.format("%-9s%s", what, words));
    }

    /** Text of a file, on one line and without what would steer a terminal. */
    private static String shown(String text) {
        String line = text.codePoints()
                .mapToObj(each -> Character.isISOControl(each) || Character.getType(each) == Character.FORMAT
                        ? "?"
                        : Character.toString(each))
                .limit(LONGEST + 1L).reduce("", String::concat);
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + " ...";
    }

    private long size() {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new DataException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }
}
