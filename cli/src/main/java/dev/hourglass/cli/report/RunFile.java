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

    private final Path folder;
    private final JsonNode root;

    private RunFile(Path folder, JsonNode root) {
        this.folder = folder;
        this.root = root;
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
        var settings = new LinkedHashMap<String, String>();
        root.properties().forEach(each -> {
            if (each.getValue().isValueNode() && !each.getValue().isNull()
                    && !OUTCOMES.contains(each.getKey())) {
                settings.put(words(each.getKey()), each.getValue().asText());
            } else if (GROUPS.contains(each.getKey())) {
                each.getValue().properties().forEach(inner -> settings.put(words(each.getKey()) + ", "
                        + words(inner.getKey()), inner.getValue().asText()));
            }
        });
        return settings;
    }

    /** Numbers that tests found, by key; those of other data sets with its name. */
    Map<String, Double> results() {
        var results = new LinkedHashMap<String, Double>();
        numbers(root.path("test"), "", results);
        root.path("alsoTest").properties()
                .forEach(each -> numbers(each.getValue(), ", " + each.getKey(), results));
        return results;
    }

    private static void numbers(JsonNode node, String suffix, Map<String, Double> into) {
        node.properties().stream().filter(each -> each.getValue().isNumber())
                .forEach(each -> into.put(each.getKey() + suffix, each.getValue().doubleValue()));
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
        for (int i = 0; i < losses.size(); i++) {
            points.add(new Point(i + 1 - before, losses.get(i).asDouble(Double.NaN)));
        }
        return points;
    }

    /** camelCase as people write it, and short names of measures in capitals. */
    static String words(String key) {
        String first = key.replaceAll(",.*", "");
        if (MEASURES.contains(first)) {
            return first.toUpperCase(Locale.ROOT) + key.substring(first.length());
        }
        return key.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    }
}
