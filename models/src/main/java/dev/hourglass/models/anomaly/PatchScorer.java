package dev.hourglass.models.anomaly;

import dev.hourglass.spi.Backend;
import java.util.Arrays;
import java.util.function.ObjIntConsumer;

/** Scores images by their strangest patches. */
final class PatchScorer implements RowScorer {
    private final PatchModel model;
    private final ImagePass pass;

    PatchScorer(PatchModel model, Backend backend, int batch) {
        this.model = model;
        this.pass = new ImagePass(model.network(), backend, batch);
    }

    @Override
    public int width() {
        return pass.width();
    }

    /** Looks at all images, a few at once. */
    private void look(float[] rows, ObjIntConsumer<PatchStatistics.Look> visitor) {
        int width = pass.width();
        int all = rows.length / width;
        for (int from = 0; from < all; from += pass.batch()) {
            int count = Math.min(pass.batch(), all - from);
            pass.run(Arrays.copyOfRange(rows, from * width, (from + count) * width));
            for (int i = 0; i < count; i++) {
                visitor.accept(model.statistics().look(pass, i), from + i);
            }
        }
    }

    @Override
    public float[] score(float[] rows) {
        var scores = new float[rows.length / pass.width()];
        look(rows, (look, row) -> scores[row] = (float) model.statistics().score(look, model.kind()));
        return scores;
    }

    @Override
    public float[] explain(float[] rows, float[] shares) {
        var scores = new float[rows.length / pass.width()];
        var heat = new float[rows.length];
        look(rows, (look, row) -> {
            scores[row] = (float) model.statistics().score(look, model.kind());
            spread(model.statistics().heat(look), heat, row * pass.width());
        });
        RowScorer.shares(heat, pass.width(), shares);
        return scores;
    }

    @Override
    public float[] heat(float[] rows) {
        var heat = new float[rows.length];
        look(rows, (look, row) -> spread(model.statistics().heat(look), heat, row * pass.width()));
        return heat;
    }

    /** A pixel's heat is dealt out to its channels. */
    private void spread(float[] pixels, float[] into, int offset) {
        int channels = model.statistics().channels();
        for (int at = 0; at < pass.width(); at++) {
            into[offset + at] = pixels[at / channels] / channels;
        }
    }

    @Override
    public int codeWidth() {
        return PatchNetwork.CODE;
    }

    /** An image's code is the mean of those of its patches. */
    @Override
    public float[] codes(float[] rows) {
        int width = pass.width();
        int all = rows.length / width;
        int code = codeWidth();
        var means = new float[all * code];
        for (int from = 0; from < all; from += pass.batch()) {
            int count = Math.min(pass.batch(), all - from);
            pass.run(Arrays.copyOfRange(rows, from * width, (from + count) * width));
            for (int i = 0; i < count; i++) {
                for (int at = 0; at < pass.codeWidth(); at++) {
                    means[(from + i) * code + at % code] += pass.code(i, at) * code / pass.codeWidth();
                }
            }
        }
        return means;
    }

    @Override
    public void close() {
        pass.close();
    }
}
