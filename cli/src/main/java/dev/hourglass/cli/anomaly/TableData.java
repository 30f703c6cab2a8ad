package dev.hourglass.cli.anomaly;

import dev.hourglass.cli.Streams;
import dev.hourglass.cli.Table;
import dev.hourglass.cli.Words;
import dev.hourglass.data.ColumnProfile;
import dev.hourglass.data.ColumnProfile.Kind;
import dev.hourglass.data.DataException;
import dev.hourglass.data.Dataset;
import dev.hourglass.data.Frame;
import dev.hourglass.data.TableProfile;
import dev.hourglass.data.TableSource;
import dev.hourglass.data.Tables;
import dev.hourglass.models.anomaly.AnomalyDetector;
import dev.hourglass.models.anomaly.AnomalyDetector.Fitted;
import dev.hourglass.models.anomaly.DetectorSettings;
import dev.hourglass.models.anomaly.Holdout;
import dev.hourglass.spi.Backend;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A table, read twice: once to see what its columns hold, once for the rows that are kept. */
final class TableData implements AnomalyData {
    private static final Set<String> LIKE_LABELS = Set.of("label", "labels", "class", "target", "y",
            "anomaly",
            "is_anomaly", "outlier", "fraud", "is_fraud", "isfraud");
    private static final int SHOWN = 40;

    private final TableProfile profile;
    private final Frame train;
    private final Optional<Frame> test;
    private final boolean[] testLabels;
    private final Set<String> without;

    private TableData(TableProfile profile, Frame train, Optional<Frame> test, boolean[] testLabels,
            Set<String> without) {
        this.profile = profile;
        this.train = train;
        this.test = test;
        this.testLabels = testLabels;
        this.without = without;
    }

    static TableData open(AnomalyOptions options, Streams streams) {
        var source = Tables.open(Path.of(options.data()), options.header());
        var label = options.label().or(source::labels);
        check(source, label, options.ignored());
        var profile = TableProfile.of(source, options.categories());
        show(profile, label, options, streams);
        var frame = Frame.sample(source, profile, options.sample(), options.seed());
        if (frame.size() < profile.rows()) {
            streams.say("Keeps   a uniform sample of " + Words.count(frame.size()) + " of "
                    + Words.count(profile.rows(), "row") + "; --sample takes more");
        }
        var without = new HashSet<>(options.ignored());
        label.ifPresent(without::add);
        if (label.isEmpty()) {
            return new TableData(profile, frame, Optional.empty(), new boolean[0], without);
        }
        return labelled(profile, frame, label.get(), options, streams);
    }

    private static TableData labelled(TableProfile profile, Frame frame, String label, AnomalyOptions options,
            Streams streams) {
        int column = frame.columns().indexOf(label);
        var values = new ArrayList<String>();
        for (int row = 0; row < frame.size(); row++) {
            values.add(frame.text(row, column));
        }
        if (profile.columns().get(column).kind() == Kind.TEXT) {
            throw new DataException(
                    frame.name() + ": column '" + label + "' holds too many different texts to be"
                            + " a label");
        }
        var rule = LabelRule.of(options.normal(), values);
        var anomalies = new boolean[values.size()];
        int count = 0;
        for (int row = 0; row < anomalies.length; row++) {
            anomalies[row] = rule.isAnomaly(values.get(row));
            count += anomalies[row] ? 1 : 0;
        }
        streams.say("Labels   column '" + label + "': " + String.join(", ", rule.normal()) + " is normal, "
                + Words.count(count) + " of " + Words.count(anomalies.length, "row")
                + " are anomalies; used to judge the detector only");
        var parts = Stratified.of(anomalies, options.test(), options.seed(), frame.name());
        var testLabels = new boolean[parts.test().length];
        for (int i = 0; i < testLabels.length; i++) {
            testLabels[i] = anomalies[parts.test()[i]];
        }
        return new TableData(profile, frame.rows(parts.train()), Optional.of(frame.rows(parts.test())),
                testLabels,
                Set.copyOf(union(options.ignored(), label)));
    }

    private static Set<String> union(Iterable<String> names, String more) {
        var all = new HashSet<String>();
        names.forEach(all::add);
        all.add(more);
        return all;
    }

    private static void check(TableSource source, Optional<String> label, Iterable<String> ignored) {
        var named = new ArrayList<String>();
        label.ifPresent(named::add);
        ignored.forEach(named::add);
        for (String name : named) {
            if (!source.columns().contains(name)) {
                throw new DataException(source.name() + ": expected a column '" + name + "', found "
                        + String.join(", ", source.columns()));
            }
        }
    }

    private static void show(TableProfile profile, Optional<String> label, AnomalyOptions options,
            Streams streams) {
        var table = new Table("Column", "holds", "missing", "").right(2);
        int shown = Math.min(profile.columns().size(), SHOWN);
        for (var column : profile.columns().subList(0, shown)) {
            table.row(column.name(), what(column), column.missing() == 0 ? "" : Words.count(column.missing()),
                    label.filter(column.name()::equals).isPresent() ? "label, not trained on"
                            : options.ignored().contains(column.name()) ? "ignored" : remark(column));
        }
        table.lines().forEach(each -> streams.say("  " + each));
        if (shown < profile.columns().size()) {
            streams.say("  and " + Words.count(profile.columns().size() - shown, "more column"));
        }
        if (label.isEmpty()) {
            profile.columns().stream().map(ColumnProfile::name)
                    .filter(name -> LIKE_LABELS.contains(name.toLowerCase(java.util.Locale.ROOT)))
                    .filter(name -> !options.ignored().contains(name)).findFirst()
                    .ifPresent(name -> streams
                            .say("Note: column '" + name + "' looks like a label, and is trained on"
                                    + " like any other; name it with --label " + name
                                    + ", or leave it out with --ignore "
                                    + name));
        }
    }

    private static String what(ColumnProfile column) {
        return column.kind() == Kind.CATEGORY ? Words.count(column.categories().size()) + " categories"
                : column.kind().words();
    }

    private static String remark(ColumnProfile column) {
        if (!column.strange().isEmpty()) {
            return "what is no number counts as missing, such as " + column.strange();
        }
        return column.kind() == Kind.TEXT || column.kind() == Kind.EMPTY ? "not used" : "";
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
    public boolean isLabelled() {
        return test.isPresent();
    }

    @Override
    public Map<String, Long> counts() {
        var counts = new LinkedHashMap<String, Long>();
        counts.put("all", profile.rows());
        counts.put("kept", (long) train.size() + test.map(Frame::size).orElse(0));
        return counts;
    }

    @Override
    public Fitted fit(DetectorSettings settings, Holdout holdout, Backend backend,
            AnomalyDetector.Listener listener) {
        return AnomalyDetector.fit(train, without, settings, holdout, backend, listener);
    }

    @Override
    public Dataset train(AnomalyDetector detector) {
        return detector.encoding().orElseThrow().encode(train);
    }

    @Override
    public Test test(AnomalyDetector detector) {
        return new Test(detector.encoding().orElseThrow().encode(test.orElseThrow()), testLabels);
    }
}
