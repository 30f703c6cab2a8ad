package dev.hourglass.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hourglass.data.AtomicFile;
import dev.hourglass.models.AutoencoderProgram;
import dev.hourglass.models.Training;
import dev.hourglass.plan.Program;
import dev.hourglass.spi.DeviceInfo;
import dev.hourglass.train.Stopping;
import dev.hourglass.train.TrainListener.Beginning;
import dev.hourglass.train.TrainListener.Epoch;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Everything about a training run as JSON. Numbers are numbers; one that is not finite is null. */
public final class Report {

    /**
     * What was trained, on what, with what.
     *
     * @param command that does it again
     */
    public record Subject(TrainSettings settings, String command, TrainData data, Program program,
            DeviceInfo device) {
    }

    private static final JsonMapper MAPPER = new JsonMapper();

    private final ObjectNode root;

    private Report(ObjectNode root) {
        this.root = root;
    }

    /** @param verdict empty when the model was not tested */
    public static Report of(Subject subject, Ending ending, LossHistory history, Optional<Verdict> verdict) {
        var root = MAPPER.createObjectNode();
        subject(root, subject);
        ending(root, ending, subject.settings());
        start(root, history.beginning());
        curves(root, history.epochs());
        root.set("test", verdict.map(each -> metrics(each.metrics(), subject)
                .put(subject.data().table().isPresent() ? "meanRowMse" : "meanImageMse",
                        finite(each.meanImageMse())))
                .orElse(null));
        root.put("collapsed", verdict.map(Verdict::isCollapsed).orElse(null));
        var further = root.putObject("alsoTest");
        verdict.ifPresent(each -> each.furtherByName().forEach(
                (name, metrics) -> further.set(name, metrics(metrics, subject))));
        root.put("library", Library.version());
        root.put("jdk", Runtime.version().toString());
        root.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        root.put("command", subject.command());
        return new Report(root);
    }

    private static void subject(ObjectNode root, Subject subject) {
        var settings = subject.settings();
        root.put("task", settings.task().toString());
        root.put("data", settings.data().data());
        root.putObject("rows").put("train", subject.data().train().size())
                .put("validation", subject.data().validation().map(each -> each.size()).orElse(0))
                .put("test", subject.data().test().size());
        subject.data().table().ifPresent(origin -> {
            var columns = root.putArray("columns");
            origin.encoding().used().forEach(each -> columns.add(each.name()));
            var unused = root.putArray("unusedColumns");
            origin.encoding().unused().forEach(unused::add);
        });
        root.put("model", settings.model().name());
        root.put("parameters", subject.program().trainedValues());
        root.put("noise", settings.model().noise());
        root.put("loss", settings.model().loss());
        root.put("optimizer", settings.fit().step().optimizer());
        root.put("learningRate", Double.parseDouble(String.valueOf(settings.fit().step().rate())));
        root.put("schedule", settings.fit().step().schedule());
        root.put("keep", settings.fit().stopping() instanceof Stopping.Never ? "last" : "best");
        root.put("seed", settings.fit().seed());
        root.put("batch", settings.fit().batch());
        root.putObject("backend").put("name", subject.device().backend())
                .put("device", subject.device().device())
                .put("version", subject.device().version()).put("threads", subject.device().threads());
        root.put("planBytes", subject.program().plan().bytes());
    }

    private static void ending(ObjectNode root, Ending ending, TrainSettings settings) {
        root.put("outcome", ending.outcome());
        root.put("failure", ending.failure().orElse(null));
        root.put("epochs", settings.fit().epochs());
        root.put("keptEpoch", ending.kept().epoch());
        root.put("keptBecause", ending.kept().reason());
        root.put("seconds", finite(ending.seconds()));
        root.put("imagesPerSecond", finite(ending.imagesPerSecond()));
    }

    /** What is not known is left out. */
    private static void start(ObjectNode root, Beginning beginning) {
        beginning.validationLoss().ifPresent(loss -> {
            var start = root.putObject(WeightLog.START);
            var validation = start.putObject("validation");
            validation.put("loss", loss);
            validation.put("mse", finite(beginning.validation().get(AutoencoderProgram.MSE)));
            start.put(WeightLog.KEY, beginning.weights());
        });
    }

    private static void curves(ObjectNode root, List<Epoch> epochs) {
        var train = root.putObject("train");
        numbers(train.putArray("loss"), epochs.stream().map(Epoch::loss));
        var weights = train.putArray(WeightLog.KEY);
        epochs.forEach(each -> weights.add(each.weights()));
        var validation = root.putObject("validation");
        numbers(validation.putArray("loss"), epochs.stream().filter(each -> each.validationLoss().isPresent())
                .map(each -> each.validationLoss().getAsDouble()));
        numbers(validation.putArray("mse"), epochs.stream()
                .filter(each -> each.validation().containsKey(AutoencoderProgram.MSE))
                .map(each -> each.validation().get(AutoencoderProgram.MSE)));
    }

    private static void numbers(ArrayNode array, Stream<Double> values) {
        values.forEach(each -> array.add(finite(each)));
    }

    private static ObjectNode metrics(Map<String, Double> metrics, Subject subject) {
        var node = MAPPER.createObjectNode();
        node.put("mse", finite(metrics.get(AutoencoderProgram.MSE)));
        if (subject.data().table().isPresent()) {
            return node;
        }
        node.put("psnr", finite(metrics.get(Training.PSNR)));
        if (subject.settings().task() == Task.DENOISE) {
            node.put("noisyPsnr", finite(metrics.get(Training.NOISY_PSNR)));
        }
        if (metrics.containsKey(AutoencoderProgram.BCE)) {
            node.put("bce", finite(metrics.get(AutoencoderProgram.BCE)));
        }
        return node;
    }

    private static Double finite(Double value) {
        return value == null || !Double.isFinite(value) ? null : value;
    }

    /** The same with further keys; numbers in them that are not finite become null. */
    public Report with(Map<String, Object> results) {
        var more = root.deepCopy();
        results.forEach((key, value) -> more.set(key, finite(MAPPER.valueToTree(value))));
        return new Report(more);
    }

    private static JsonNode finite(JsonNode node) {
        if (node.isDouble() || node.isFloat()) {
            return Double.isFinite(node.doubleValue()) ? node : NullNode.getInstance();
        }
        if (node instanceof ObjectNode object) {
            object.properties().forEach(each -> each.setValue(finite(each.getValue())));
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, finite(array.get(i)));
            }
        }
        return node;
    }

    /** Writes the report, whole or not at all. */
    public void write(Path file) {
        AtomicFile.write(file, out -> {
            out.write(MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(root));
            out.write('\n');
        });
    }
}
