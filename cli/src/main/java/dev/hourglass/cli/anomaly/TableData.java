package dev.hourglass.cli.anomaly;

import dev.hourglass.cli.RunRecord.Digests;
import dev.hourglass.cli.Streams;
import dev.hourglass.cli.Words;
import dev.hourglass.cli.table.TableSample;
import dev.hourglass.cli.table.UnknownCategories;
import dev.hourglass.data.DataDigest;
import dev.hourglass.data.Dataset;
import dev.hourglass.data.Frame;
import dev.hourglass.models.anomaly.AnomalyDetector;
import dev.hourglass.models.anomaly.AnomalyDetector.Fitted;
import dev.hourglass.models.anomaly.DetectorSettings;
import dev.hourglass.models.anomaly.FitListener;
import dev.hourglass.models.anomaly.Holdout;
import dev.hourglass.spi.Backend;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Rows of a table; a column of labels, where there is one, judges the detector. */
final class TableData implements AnomalyData {
    private final TableSample table;
    private final Frame train;
    private final Optional<Frame> test;
    private final boolean[] testLabels;

    private TableData(TableSample table, Frame train, Optional<Frame> test, boolean[] testLabels) {
        this.table = table;
        this.train = train;
        this.test = test;
        this.testLabels = testLabels;
    }

    static TableData open(AnomalyOptions options, Streams streams) {
        var table = TableSample.open(Path.of(options.data()), options.table(), options.seed(), streams);
        if (table.label().isEmpty()) {
            return new TableData(table, table.rows(), Optional.empty(), new boolean[0]);
        }
        List<String> values = table.labels();
        var rule = LabelRule.of(options.normal(), values);
        var anomalies = new boolean[values.size()];
        int count = 0;
        for (int row = 0; row < anomalies.length; row++) {
            anomalies[row] = rule.isAnomaly(values.get(row));
            count += anomalies[row] ? 1 : 0;
        }
        streams.say("Labels   column '" + table.label().get() + "': " + String.join(", ", rule.normal())
                + " is normal, " + Words.count(count) + " of " + Words.count(anomalies.length, "row")
                + " are anomalies; used to judge the detector only");
        var parts = Stratified.of(anomalies, options.test(), options.seed(), table.rows().name());
        var testLabels = new boolean[parts.test().length];
        for (int i = 0; i < testLabels.length; i++) {
            testLabels[i] = anomalies[parts.test()[i]];
        }
        return new TableData(table, table.rows().rows(parts.train()),
                Optional.of(table.rows().rows(parts.test())), testLabels);
    }

    @Override
    public String noun() {
        return "row";
    }

    @Override
    public int trainRows() {
        return train.size();
    }

    @Override
    public Digests digests() {
        return new Digests(DataDigest.of(train), "", test.map(DataDigest::of).orElse(""));
    }

    @Override
    public boolean isLabelled() {
        return test.isPresent();
    }

    @Override
    public Map<String, Long> counts() {
        var counts = new LinkedHashMap<String, Long>();
        counts.put("all", table.profile().rows());
        counts.put("kept", (long) train.size() + test.map(Frame::size).orElse(0));
        return counts;
    }

    @Override
    public Fitted fit(DetectorSettings settings, Holdout holdout, Backend backend,
            FitListener listener) {
        return AnomalyDetector.fit(train, table.without(), settings, holdout, backend, listener);
    }

    @Override
    public Dataset train(AnomalyDetector detector) {
        return detector.encoding().orElseThrow().encode(train);
    }

    @Override
    public Test test(AnomalyDetector detector) {
        return new Test(detector.encoding().orElseThrow().encode(test.orElseThrow()), testLabels);
    }

    @Override
    public UnknownCategories unknownInTest(AnomalyDetector detector) {
        return UnknownCategories.of(test.orElseThrow(), detector.encoding().orElseThrow());
    }

    @Override
    public String describe(int row, List<String> columns) {
        var rows = test.orElse(train);
        return "row " + rows.number(row) + columns.stream().map(name -> {
            String text = rows.text(row, rows.columns().indexOf(name));
            return name + " " + (text.isEmpty() ? "missing" : text);
        }).collect(Collectors.joining(", ", ": ", ""));
    }
}
