package dev.hourglass.cli.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hourglass.data.DataException;
import dev.hourglass.report.Line;
import dev.hourglass.report.Point;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The report.json of a finished run. */
final class RunFile {
    private static final String NAME = "report.json";
    private static final JsonMapper MAPPER = new JsonMapper();
    /** What was set, in objects of their own. */
    private static final Set<String> GROUPS = Set.of("rows", "backend");
    /** What came out, and what is shown elsewhere. */
    private static final Set<String> OUTCOMES = Set.of("seconds", "imagesPerSecond", "rowsPerSecond",
            "command",
            "planBytes", "failure", "collapsed", "beatsBaselines", "outcome", "keptEpoch",
            "keptBecause");

    private static final Set<String> MEASURES = Set.of("mse", "bce", "psnr", "ssim", "auroc", "ap", "auprc");

    private static final Pattern WORD_BEGINS = Pattern.compile("(?<=[a-z])(?=[A-Z])");

    private final Path folder;
    private final JsonNode root;
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final Map<String, Double> results = new LinkedHashMap<>();

    private RunFile(Path folder, JsonNode root) {
        this.folder = folder;
        this.root = root;
        root.properties().forEach(each -> setting(each.getKey(), each.getValue()));
        numbers(root.path("test"), "");
        root.path("alsoTest").properties()
                .forEach(each -> numbers(each.getValue(), ", " + each.getKey()));
    }

    private void setting(String key, JsonNode value) {
        if (value.isValueNode() && !value.isNull() && !OUTCOMES.contains(key)) {
            settings.put(words(key), value.asText());
        } else if (GROUPS.contains(key)) {
            value.properties().forEach(inner -> settings.put(words(key) + ", " + words(inner.getKey()),
                    inner.getValue().asText()));
        }
    }

    private void numbers(JsonNode node, String suffix) {
        node.properties().stream().filter(each -> each.getValue().isNumber())
                .forEach(each -> results.put(each.getKey() + suffix, each.getValue().doubleValue()));
    }

    /**
     * Reads it.
     *
     * @param folder of the run
     * @throws DataException when there is none, or it is damaged
     */
    static RunFile read(Path folder) {
        Path file = folder.resolve(NAME);
        if (!Files.isDirectory(folder)) {
            throw new DataException(
                    folder + ": expected the folder of a training run (the --out of hourglass train),"
                            + " found " + (Files.exists(folder) ? "a file" : "nothing"));
        }
        try {
            var root = MAPPER.readTree(Files.readAllBytes(file));
            if (!root.path("task").isTextual()) {
                throw new DataException(file + ": expected the results of a training run, found no \"task\"");
            }
            return new RunFile(folder, root);
        } catch (JsonProcessingException e) {
            throw new DataException(file + ", line " + e.getLocation().getLineNr() + ", column "
                    + e.getLocation().getColumnNr()
                    + ": expected JSON, found something else; was it cut off?", e);
        } catch (NoSuchFileException e) {
            throw new DataException(
                    folder + ": expected the folder of a training run, found no " + NAME + " in it",
                    e);
        } catch (IOException e) {
            throw new DataException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    Path folder() {
        return folder;
    }

    /** A text or number at the top, as text; empty where there is none. */
    String text(String key) {
        return text(root.path(key));
    }

    private static String text(JsonNode node) {
        if (node.isFloatingPointNumber()) {
            return String.format(Locale.ROOT, "%.5g", node.doubleValue());
        }
        return node.isNull() || !node.isValueNode() ? "" : node.asText();
    }

    /** What was set, by name. */
    Map<String, String> settings() {
        return settings;
    }

    /** Numbers that tests found, by key; those of other data sets with its name. */
    Map<String, Double> results() {
        return results;
    }

    /** What it was tested on. */
    String data() {
        return text("data") + ", " + root.at("/rows/test").asText() + " rows";
    }

    double seconds() {
        return root.path("seconds").asDouble(Double.NaN);
    }

    /** Loss after each epoch on the validation rows, or that of the training rows where there were none. */
    Line losses(String name) {
        var validation = points("validation", 0);
        return validation.isEmpty() ? new Line(name + ", training", Line.Style.DASHED, points("train", 0.5))
                : new Line(name + ", validation", Line.Style.SOLID, validation);
    }

    /** @param before how long before the end of an epoch a number stands: a mean belongs to the middle */
    private List<Point> points(String part, double before) {
        var points = new ArrayList<Point>();
        var losses = root.path(part).path("loss");
        for (int i = 0; losses.isArray() && i < losses.size(); i++) {
            points.add(new Point(i + 1 - before, losses.get(i).asDouble(Double.NaN)));
        }
        return points;
    }

    /** camelCase as people write it, and short names of measures in capitals. */
    static String words(String key) {
        int comma = key.indexOf(',');
        String first = comma < 0 ? key : key.substring(0, comma);
        if (MEASURES.contains(first)) {
            return first.toUpperCase(Locale.ROOT) + key.substring(first.length());
        }
        return WORD_BEGINS.matcher(key).replaceAll(" ").toLowerCase(Locale.ROOT);
    }
}
