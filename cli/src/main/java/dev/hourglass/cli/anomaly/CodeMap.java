package dev.hourglass.cli.anomaly;

import dev.hourglass.cli.Interruptible;
import dev.hourglass.cli.Words;
import dev.hourglass.cli.report.Plane;
import dev.hourglass.data.Dataset;
import dev.hourglass.models.anomaly.AnomalyDetector;
import dev.hourglass.models.anomaly.RowScorer;
import dev.hourglass.random.PhiloxGenerator;
import dev.hourglass.random.Streams;
import dev.hourglass.report.Axis;
import dev.hourglass.report.Scatter;
import dev.hourglass.report.Scatter.Group;
import dev.hourglass.report.Scatter.Mark;
import dev.hourglass.report.Sprite;
import dev.hourglass.spi.Backend;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * Where the codes of rows lie: test rows by label, or training rows by what is decided about them. Of many
 * rows some are drawn, of the anomalies as many as there is room for.
 */
final class CodeMap {
    private static final int MOST = 2000;
    /** Values of large images that are held at once. */
    private static final int MOST_VALUES = 1 << 25;
    private static final int MOST_ANOMALIES = 500;
    private static final int BATCH = 250;
    private static final int COLUMNS = 4;
    /** How far from the middle the picture reaches, in widths of the middle nine tenths. */
    private static final double REACH = 1.0;

    private final AnomalyData data;
    private final AnomalyDetector detector;
    private final Dataset rows;
    private final boolean[] labels;

    private CodeMap(AnomalyData data, AnomalyDetector detector, Dataset rows, boolean[] labels) {
        this.data = data;
        this.detector = detector;
        this.rows = rows;
        this.labels = labels;
    }

    /** @throws java.util.concurrent.CancellationException after Ctrl-C */
    static Scatter of(AnomalyData data, AnomalyDetector detector, Backend backend, long seed,
            BooleanSupplier stopped) {
        var test = data.isLabelled() ? data.test(detector)
                : new AnomalyData.Test(data.train(detector), new boolean[0]);
        var map = new CodeMap(data, detector, new Interruptible(test.rows(), stopped), test.labels());
        int[] chosen = map.choose(seed);
        try (var scorer = detector.open(backend, Math.min(BATCH, chosen.length))) {
            return map.draw(scorer, chosen);
        }
    }

    private int[] choose(long seed) {
        int most = Math.clamp(MOST_VALUES / rows.shape().elements(), 10, MOST);
        int[] order = new PhiloxGenerator(seed, Streams.SPLIT.id(2), 0).permutation(rows.size());
        int[] anomalies = Arrays.stream(order).filter(row -> labels.length > 0 && labels[row])
                .limit(Math.min(MOST_ANOMALIES, most / 2)).toArray();
        var others = Arrays.stream(order).filter(row -> labels.length == 0 || !labels[row])
                .limit(most - anomalies.length);
        return IntStream.concat(others, Arrays.stream(anomalies)).sorted().toArray();
    }

    private Scatter draw(RowScorer scorer, int[] chosen) {
        int width = scorer.width();
        var values = new float[chosen.length * width];
        var codes = new float[chosen.length * scorer.codeWidth()];
        var texts = new ArrayList<String>();
        var groups = new LinkedHashMap<String, List<Integer>>();
        groups.put(labels.length > 0 ? "normal" : "below the threshold", new ArrayList<>());
        groups.put(labels.length > 0 ? "anomaly" : "above the threshold", new ArrayList<>());
        var names = List.copyOf(groups.keySet());
        int batch = Math.clamp(MOST_VALUES / 8 / width, 1, BATCH);
        for (int from = 0; from < chosen.length; from += batch) {
            int count = Math.min(batch, chosen.length - from);
            for (int i = 0; i < count; i++) {
                rows.read(chosen[from + i], values, (from + i) * width);
            }
            float[] own = Arrays.copyOfRange(values, from * width, (from + count) * width);
            var shares = new float[own.length];
            float[] scores = scorer.explain(own, shares);
            float[] some = scorer.codes(own);
            System.arraycopy(some, 0, codes, from * scorer.codeWidth(), some.length);
            for (int i = 0; i < count; i++) {
                int row = chosen[from + i];
                boolean strange = labels.length > 0 ? labels[row]
                        : scores[i] > detector.decision().threshold();
                groups.get(names.get(strange ? 1 : 0)).add(from + i);
                texts.add(text(row, scores[i], shares, i * width));
            }
        }
        return scatter(Plane.of(codes, scorer.codeWidth()), groups, texts, values);
    }

    private String text(int row, float score, float[] shares, int offset) {
        List<String> columns = detector.encoding()
                .map(encoding -> TopColumns.of(encoding, shares, offset, COLUMNS).stream()
                        .map(TopColumns.Top::name).toList())
                .orElse(List.of());
        return String.format(Locale.ROOT, "%s; score %.2f, p-value %.2g", data.describe(row, columns), score,
                detector.calibration().pValue(score));
    }

    private Scatter scatter(Plane plane, LinkedHashMap<String, List<Integer>> groups, List<String> texts,
            float[] values) {
        boolean images = rows.shape().rank() == 3;
        var across = Reach.of(IntStream.range(0, texts.size()).mapToDouble(plane::x).toArray());
        var up = Reach.of(IntStream.range(0, texts.size()).mapToDouble(plane::y).toArray());
        long beyond = IntStream.range(0, texts.size())
                .filter(i -> across.isBeyond(plane.x(i)) || up.isBeyond(plane.y(i))).count();
        var marks = new ArrayList<Group>();
        groups.forEach((name, members) -> marks.add(new Group(name, members.stream()
                .map(i -> new Mark(across.clip(plane.x(i)), up.clip(plane.y(i)), texts.get(i),
                        images ? i : -1))
                .toList())));
        marks.removeIf(each -> each.marks().isEmpty());
        return new Scatter("Codes of " + Words.count(texts.size(), (labels.length > 0 ? "test " : "training ")
                + data.noun()), across.on(plane.x()), up.on(plane.y()), marks,
                images ? Optional.of(Sprite.of(values, rows.shape())) : Optional.empty(),
                (labels.length > 0 ? "Colours are labels, which training did not see. " : "")
                        + (beyond > 0 ? Words.count(beyond, data.noun())
                                + " lie farther out and are drawn at the border. " : "")
                        + "Point at one to see " + (images ? "the image." : "its number and the values"
                                + " that say most about its score."));
    }

    /** The part of an axis that is drawn: one far-off row must not press all others into a spot. */
    private record Reach(double low, double high) {
        static Reach of(double[] values) {
            double[] sorted = values.clone();
            Arrays.sort(sorted);
            int tail = sorted.length / 20;
            double low = sorted[tail];
            double high = sorted[sorted.length - 1 - tail];
            double room = REACH * (high - low);
            return room > 0 ? new Reach(Math.max(low - room, sorted[0]),
                    Math.min(high + room, sorted[sorted.length - 1]))
                    : new Reach(sorted[0], sorted[sorted.length - 1]);
        }

        boolean isBeyond(double value) {
            return value < low || value > high;
        }

        double clip(double value) {
            return Math.clamp(value, low, high);
        }

        Axis on(Axis axis) {
            if (!(high > low)) {
                return axis;
            }
            double step = Math.pow(10, Math.floor(Math.log10(high - low))) / 4;
            return axis.from(step * (Math.ceil(low / step) - 1), step * (Math.floor(high / step) + 1));
        }
    }
}
