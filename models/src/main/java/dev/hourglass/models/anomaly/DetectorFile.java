package dev.hourglass.models.anomaly;

import dev.hourglass.data.DataException;
import dev.hourglass.models.ModelFile;
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
    private static final String WIDTH = "hourglass.width";
    private static final String ENCODING = "hourglass.encoding";
    private static final String CALIBRATION = "calibration";
    private static final String ROWS = "hourglass.calibration";
    private static final String THRESHOLD = "hourglass.threshold";
    private static final String CONTAMINATION = "hourglass.contamination";
    private static final int WIDEST = 1 << 22;

    private DetectorFile() {
    }

    static void write(AnomalyDetector detector, ScoreModel model, Path file) {
        var tensors = new Tensors();
        var metadata = new TreeMap<String, String>();
        metadata.put(WIDTH, Integer.toString(model.row().elements()));
        model.save(tensors, metadata);
        var decision = detector.decision();
        float[] scores = decision.calibration().scores();
        tensors.with(CALIBRATION, Shape.of(scores.length), scores);
        metadata.put(ROWS, decision.rows().name());
        metadata.put(THRESHOLD, Float.toString(decision.threshold()));
        metadata.put(CONTAMINATION, Double.toString(decision.contamination()));
        detector.encoding().ifPresent(each -> metadata.put(ENCODING, TableEncodingJson.write(each)));
        detector.notes().forEach((name, note) -> metadata.put(ModelFile.NOTE_PREFIX + name, note));
        ModelFile.write(file, tensors, metadata, detector.evidence());
    }

    static AnomalyDetector of(ModelFile read) {
        Path file = read.file();
        Map<String, String> metadata = read.metadata();
        if (!metadata.containsKey(TrainedModel.DETECTOR_KEY)) {
            throw new DataException(file + ": holds no detector (no '" + TrainedModel.DETECTOR_KEY
                    + "' in its metadata); 'hourglass train anomaly' writes one");
        }
        try {
            return read(read, metadata, new StoredTensors(read.tensors()));
        } catch (IllegalArgumentException e) {
            throw new DataException(file + ": the detector is not sound: " + e.getMessage(), e);
        }
    }

    private static AnomalyDetector read(ModelFile read, Map<String, String> metadata,
            StoredTensors tensors) {
        Path file = read.file();
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
            case PatchModel.KIND -> PatchModel.load(file, metadata, tensors);
            default ->
                throw new IllegalArgumentException(
                        "there is no detector of kind '" + metadata.get(TrainedModel.DETECTOR_KEY)
                                + "'; use a newer version of Hourglass");
        };
        var decision = new Decision(new Calibration(tensors.of(CALIBRATION)),
                Rows.valueOf(text(metadata, ROWS)),
                Float.parseFloat(text(metadata, THRESHOLD)),
                Double.parseDouble(text(metadata, CONTAMINATION)));
        read.evidence().golden().ifPresent(golden -> GoldenScores.checkFit(file, model, golden));
        return new AnomalyDetector(model, encoding, decision, read.notes(), read.evidence());
    }

    static String text(Map<String, String> metadata, String key) {
        String text = metadata.get(key);
        if (text == null) {
            throw new IllegalArgumentException("'" + key + "' is missing");
        }
        return text;
    }
}
