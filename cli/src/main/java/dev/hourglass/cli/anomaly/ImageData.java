package dev.hourglass.cli.anomaly;

import dev.hourglass.cli.DataSource;
import dev.hourglass.cli.Images;
import dev.hourglass.cli.RunRecord.Digests;
import dev.hourglass.cli.Streams;
import dev.hourglass.cli.Words;
import dev.hourglass.cli.WrongOption;
import dev.hourglass.data.DataDigest;
import dev.hourglass.data.Dataset;
import dev.hourglass.models.anomaly.AnomalyDetector;
import dev.hourglass.models.anomaly.AnomalyDetector.Fitted;
import dev.hourglass.models.anomaly.DetectorSettings;
import dev.hourglass.models.anomaly.FitListener;
import dev.hourglass.models.anomaly.Holdout;
import dev.hourglass.spi.Backend;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Images; their labels, where there are any, judge the detector. */
final class ImageData implements AnomalyData {
    private final Dataset train;
    private final Dataset test;
    private final boolean[] labels;

    private ImageData(Dataset train, Dataset test, boolean[] labels) {
        this.train = train;
        this.test = test;
        this.labels = labels;
    }

    static ImageData open(AnomalyOptions options, DataSource source, Streams streams) {
        if (options.table().label().isPresent()) {
            throw new WrongOption("--label: images have no columns; --normal says which labels are normal");
        }
        var parts = source.open(options.data(), options.seed());
        var train = Images.checked(parts.train());
        var test = Images.checked(parts.test());
        if (test.label(0).isEmpty()) {
            return new ImageData(train, test, new boolean[0]);
        }
        var values = new ArrayList<String>();
        for (int row = 0; row < test.size(); row++) {
            values.add(Integer.toString(test.label(row).orElseThrow()));
        }
        var rule = LabelRule.of(options.normal(), values);
        var labels = new boolean[values.size()];
        int count = 0;
        for (int row = 0; row < labels.length; row++) {
            labels[row] = rule.isAnomaly(values.get(row));
            count += labels[row] ? 1 : 0;
        }
        if (count == 0 || count == labels.length) {
            streams.say("Note: no test image is " + (count == 0 ? "an anomaly" : "normal") + " by its label ("
                    + String.join(", ", rule.normal()) + " is normal), so the detector cannot be judged");
            return new ImageData(train, test, new boolean[0]);
        }
        streams.say(
                "Labels   " + String.join(", ", rule.normal()) + " is normal, " + Words.count(count) + " of "
                        + Words.count(labels.length, "test image")
                        + " are anomalies; used to judge the detector only");
        return new ImageData(train, test, labels);
    }

    @Override
    public String noun() {
        return "image";
    }

    @Override
    public int trainRows() {
        return train.size();
    }

    @Override
    public Digests digests() {
        return new Digests(DataDigest.of(train), "", DataDigest.of(test));
    }

    @Override
    public boolean isLabelled() {
        return labels.length > 0;
    }

    @Override
    public Map<String, Long> counts() {
        var counts = new LinkedHashMap<String, Long>();
        counts.put("all", (long) train.size() + test.size());
        return counts;
    }

    @Override
    public Fitted fit(DetectorSettings settings, Holdout holdout, Backend backend,
            FitListener listener) {
        return AnomalyDetector.fit(train, settings, holdout, backend, listener);
    }

    @Override
    public Dataset train(AnomalyDetector detector) {
        return train;
    }

    @Override
    public Test test(AnomalyDetector detector) {
        return new Test(test, labels);
    }

    @Override
    public String describe(int row, List<String> columns) {
        if (labels.length == 0) {
            return "training image " + row;
        }
        return "test image " + row + ", labelled " + test.label(row).orElseThrow();
    }
}
