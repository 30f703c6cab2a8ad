package dev.hourglass.models.anomaly;

import dev.hourglass.spi.Backend;

/** Scores images. */
final class ImageScorer implements RowScorer {
    private final ImageModel model;
    private final ImagePass pass;

    ImageScorer(ImageModel model, Backend backend, int batch) {
        this.model = model;
        this.pass = new ImagePass(model.network(), backend, batch);
    }

    @Override
    public int width() {
        return pass.width();
    }

    @Override
    public float[] score(float[] rows) {
        pass.run(rows);
        return scores(rows.length / pass.width());
    }

    /** Scores of the images of the last pass. */
    private float[] scores(int count) {
        var scores = new float[count];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = (float) model.statistics().score(model.statistics().measure(pass, i), model.kind());
        }
        return scores;
    }

    @Override
    public float[] explain(float[] rows, float[] shares) {
        float[] heat = heat(rows);
        RowScorer.shares(heat, pass.width(), shares);
        return scores(rows.length / pass.width());
    }

    @Override
    public float[] heat(float[] rows) {
        pass.run(rows);
        int width = pass.width();
        var heat = new float[rows.length];
        for (int at = 0; at < heat.length; at++) {
            heat[at] = (float) model.statistics().heat(pass, at / width, at % width);
        }
        return heat;
    }

    @Override
    public int codeWidth() {
        return pass.codeWidth();
    }

    @Override
    public float[] codes(float[] rows) {
        pass.run(rows);
        return pass.codes();
    }

    @Override
    public void close() {
        pass.close();
    }
}
