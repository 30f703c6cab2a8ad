package dev.hourglass.models.anomaly;

import dev.hourglass.spi.Backend;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Scores rows by an ensemble. */
final class EnsembleScorer implements RowScorer {
    private final EnsembleModel model;
    private final int batch;
    private final List<GroupPass> passes = new ArrayList<>();
    /** Members that see each feature. */
    private final int[] seen;

    EnsembleScorer(EnsembleModel model, Backend backend, int batch) {
        this.model = model;
        this.batch = batch;
        this.seen = new int[model.width()];
        for (var group : model.groups()) {
            for (int feature : group.members().features()) {
                seen[feature]++;
            }
        }
        try {
            model.groups().forEach(group -> passes.add(group.open(backend, batch)));
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    @Override
    public int width() {
        return model.width();
    }

    /** What is done with each row of a batch, when every group has seen it. */
    private interface Visitor {
        void row(int row, int placeInBatch);
    }

    private void run(Matrix rows, Visitor visitor) {
        for (int from = 0; from < rows.rows(); from += batch) {
            int count = Math.min(batch, rows.rows() - from);
            for (var pass : passes) {
                pass.run(rows, from, count);
            }
            for (int i = 0; i < count; i++) {
                visitor.row(from + i, i);
            }
        }
    }

    /** For each row and group the value of each component. */
    double[][][] components(Matrix rows) {
        var values = new double[rows.rows()][model.groups().size()][Component.values().length];
        run(rows, (row, place) -> measure(place, values[row]));
        return values;
    }

    private void measure(int place, double[][] into) {
        for (int g = 0; g < passes.size(); g++) {
            model.groups().get(g).measure(passes.get(g), place, into[g]);
        }
    }

    @Override
    public float[] score(float[] rows) {
        var matrix = matrix(rows);
        var scores = new float[matrix.rows()];
        run(matrix, (row, place) -> scores[row] = score(matrix, row, place));
        return scores;
    }

    private float score(Matrix rows, int row, int place) {
        var values = new double[passes.size()][Component.values().length];
        measure(place, values);
        double sum = 0;
        for (var term : model.terms()) {
            sum += term.of(values[term.group()][term.component().ordinal()]);
        }
        double broken = model.linear().map(each -> each.of(rows, row)).orElse(0.0);
        return (float) (sum / model.terms().size() + broken);
    }

    @Override
    public float[] explain(float[] rows, float[] shares) {
        var heat = new float[rows.length];
        float[] scores = heat(rows, heat);
        RowScorer.shares(heat, model.width(), shares);
        return scores;
    }

    @Override
    public float[] heat(float[] rows) {
        var heat = new float[rows.length];
        heat(rows, heat);
        return heat;
    }

    private float[] heat(float[] rows, float[] heat) {
        var matrix = matrix(rows);
        var scores = new float[matrix.rows()];
        var own = new double[model.width()];
        run(matrix, (row, place) -> {
            scores[row] = score(matrix, row, place);
            Arrays.fill(own, 0);
            for (int g = 0; g < passes.size(); g++) {
                model.groups().get(g).explain(passes.get(g), place, own);
            }
            for (int j = 0; j < own.length; j++) {
                own[j] /= Math.max(1, seen[j]);
            }
            model.linear().ifPresent(each -> each.explain(matrix, row, own));
            for (int j = 0; j < own.length; j++) {
                heat[row * own.length + j] = (float) own[j];
            }
        });
        return scores;
    }

    @Override
    public int codeWidth() {
        return model.groups().stream().mapToInt(each -> each.members().spec().members()
                * each.members().spec().code()).sum();
    }

    @Override
    public float[] codes(float[] rows) {
        var matrix = matrix(rows);
        int width = codeWidth();
        var codes = new float[Math.multiplyExact(matrix.rows(), width)];
        run(matrix, (row, place) -> {
            int at = row * width;
            for (int g = 0; g < passes.size(); g++) {
                at = model.groups().get(g).codes(passes.get(g), place, codes, at);
            }
        });
        return codes;
    }

    private Matrix matrix(float[] rows) {
        if (rows.length % model.width() != 0) {
            throw new IllegalArgumentException(
                    "expected rows of " + model.width() + " values, found " + rows.length
                            + " values");
        }
        return new Matrix(model.width(), rows);
    }

    @Override
    public void close() {
        passes.forEach(GroupPass::close);
    }
}
