package dev.hourglass.models.anomaly;

import dev.hourglass.data.DataException;
import dev.hourglass.models.Safetensors;
import dev.hourglass.models.Tensors;
import dev.hourglass.models.TrainedModel;
import dev.hourglass.models.anomaly.Decision.Rows;
import dev.hourglass.models.table.TableEncoding;
import dev.hourglass.models.table.TableEncodingJson;
import dev.hourglass.plan.Shape;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Detectors as safetensors files: tensors, and everything else as text in the metadata. */
final class DetectorFile {
    private static final String FORMAT_KEY = "hourglass.format";
    private static final String FORMAT = "1";
    private static final String WIDTH = "hourglass.width";
    private static final String ENCODING = "hourglass.encoding";
    private static final String CALIBRATION = "calibration";
    private static final String ROWS = "hourglass.calibration";
    private static final String THRESHOLD = "hourglass.threshold";
    private static final String CONTAMINATION = "hourglass.contamination";
    private static final String NOTE = "note.";
    private static final int WIDEST = 1 << 22;

    private DetectorFile() {
    }

    static void write(AnomalyDetector detector, ScoreModel model, Path file) {
        var tensors = new Tensors();
        var metadata = new TreeMap<String, String>();
        metadata.put(FORMAT_KEY, FORMAT);
        metadata.put(WIDTH, Integer.toString(model.row().elements()));
        model.save(tensors, metadata);
        var decision = detector.decision();
        float[] scores = decision.calibration().scores();
        tensors.with(CALIBRATION, Shape.of(scores.length), scores);
        metadata.put(ROWS, decision.rows().name());
        metadata.put(THRESHOLD, Float.toString(decision.threshold()));
        metadata.put(CONTAMINATION, Double.toString(decision.contamination()));
        detector.encoding().ifPresent(each -> metadata.put(ENCODING, TableEncodingJson.write(each)));
        detector.notes().forEach((name, note) -> metadata.put(NOTE + name, note));
        Safetensors.write(file, tensors, metadata);
    }

    static AnomalyDetector read(Path file) {
        var content = Safetensors.read(file);
        Map<String, String> metadata = content.metadata();
        if (!metadata.containsKey(TrainedModel.DETECTOR_KEY)) {
            throw new DataException(file + ": holds no detector (no '" + TrainedModel.DETECTOR_KEY
                    + "' in its metadata); 'hourglass train anomaly' writes one");
        }
        if (!FORMAT.equals(metadata.get(FORMAT_KEY))) {
            throw new DataException(
                    file + ": expected format " + FORMAT + ", found " + metadata.get(FORMAT_KEY)
                            + "; use a newer version of Hourglass");
        }
        try {
            return read(file, metadata, new StoredTensors(content.tensors()));
        } catch (IllegalArgumentException e) {
            throw new DataException(file + ": the detector is not sound: " + e.getMessage(), e);
        }
    }

    private static AnomalyDetector read(Path file, Map<String, String> metadata, StoredTensors tensors) {
        int width = Integer.parseInt(text(metadata, WIDTH));
        if (width < 1 || width > WIDEST) {
            throw new IllegalArgumentException("rows must have 1 to " + WIDEST + " values, found " + width);
        }
        var encoding = Optional.ofNullable(metadata.get(ENCODING))
                .map(each -> TableEncodingJson.read(each, file));
        if (encoding.map(TableEncoding::width).filter(each -> each != width).isPresent()) {
            throw new IllegalArgumentException("the table's encoding has " + encoding.get().width()
                    + " features, the model takes " + width);
        }
        ScoreModel model = switch (metadata.get(TrainedModel.DETECTOR_KEY)) {
            case EnsembleModel.KIND -> EnsembleModel.load(width, tensors);
            case ImageModel.KIND -> ImageModel.load(file, metadata, tensors);
            default ->
                throw new IllegalArgumentException(
                        "there is no detector of kind '" + metadata.get(TrainedModel.DETECTOR_KEY)
                                + "'; use a newer version of Hourglass");
        };
        var decision = new Decision(new Calibration(tensors.of(CALIBRATION)),
                Rows.valueOf(text(metadata, ROWS)),
                Float.parseFloat(text(metadata, THRESHOLD)),
                Double.parseDouble(text(metadata, CONTAMINATION)));
        var notes = new TreeMap<String, String>();
        metadata.forEach((key, value) -> {
            if (key.startsWith(NOTE)) {
                notes.put(key.substring(NOTE.length()), value);
            }
        });
        return new AnomalyDetector(model, encoding, decision, notes);
    }

    static String text(Map<String, String> metadata, String key) {
        String text = metadata.get(key);
        if (text == null) {
            throw new IllegalArgumentException("'" + key + "' is missing");
        }
        return text;
    }
}
