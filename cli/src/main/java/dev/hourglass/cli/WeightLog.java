package dev.hourglass.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hourglass.data.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The hashes of a run's weights, as its report has them.
 *
 * @param start  before the first epoch; empty where nobody looked
 * @param hashes after each epoch
 * @param kept   number of the epoch whose weights the model has; 0 when they are those of the start
 */
public record WeightLog(String start, List<String> hashes, int kept) {

    /** Of a report's train: a hash of the weights after each epoch, of detectors part by part. */
    public static final String KEY = "weightsSha256";
    /** Of a report: what training began with, where somebody looked. */
    static final String START = "start";

    public WeightLog {
        hashes = List.copyOf(hashes);
    }

    /** @throws DataException when there are none */
    public static WeightLog read(Path report) {
        try {
            var root = new JsonMapper().readTree(Files.readAllBytes(report));
            var hashes = new ArrayList<String>();
            root.path("train").path(KEY).forEach(each -> hashes.add(each.asText()));
            int kept = root.path("keptEpoch").asInt(-1);
            String start = root.path(START).path(KEY).asText();
            if (hashes.isEmpty() || kept < (start.isEmpty() ? 1 : 0) || kept > hashes.size()) {
                throw new DataException(report + ": expected a hash of the weights after each epoch, and the "
                        + "epoch that was kept, found " + hashes.size() + " hashes"
                        + (hashes.isEmpty() ? "; the run ended before its first epoch, or is an older one"
                                : ""));
            }
            return new WeightLog(start, hashes, kept);
        } catch (JsonProcessingException e) {
            throw new DataException(report + ": expected JSON, found something else; was it cut off?", e);
        } catch (IOException e) {
            throw new DataException(report + ": cannot be read: " + e.getMessage(), e);
        }
    }
}
