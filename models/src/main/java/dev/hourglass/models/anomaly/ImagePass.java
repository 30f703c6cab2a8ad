package dev.hourglass.models.anomaly;

import dev.hourglass.data.Dataset;
import dev.hourglass.models.Inference;
import dev.hourglass.models.TrainedModel;
import dev.hourglass.spi.Backend;

/** Sends images through an autoencoder: their codes, and what it made of them. */
final class ImagePass implements AutoCloseable {
    static final int BATCH = 128;

    private final Inference inference;
    private final int batch;
    private final int width;
    private final int code;
    private float[] images;
    private float[] codes;
    private float[] outputs;

    ImagePass(TrainedModel network, Backend backend, int batch) {
        this.inference = network.open(backend, batch);
        this.batch = batch;
        this.width = inference.row().elements();
        this.code = inference.code().elements();
    }

    /** What is done with each image. */
    interface Visitor {
        void row(int row, int place);
    }

    int width() {
        return width;
    }

    int codeWidth() {
        return code;
    }

    void over(Dataset data, Visitor visitor) {
        for (int from = 0; from < data.size(); from += batch) {
            int count = Math.min(batch, data.size() - from);
            var values = new float[count * width];
            for (int i = 0; i < count; i++) {
                data.read(from + i, values, i * width);
            }
            run(values);
            for (int i = 0; i < count; i++) {
                visitor.row(from + i, i);
            }
        }
    }

    void run(float[] values) {
        images = values;
        codes = inference.encode(values);
        outputs = inference.decode(codes);
    }

    /** The codes of the last pass. */
    float[] codes() {
        return codes;
    }

    float code(int place, int k) {
        return codes[place * code + k];
    }

    /** What was made of a value, less the value. */
    float residual(int place, int at) {
        return outputs[place * width + at] - images[place * width + at];
    }

    /** Mean over the values. */
    double squaredError(int place) {
        double sum = 0;
        for (int at = 0; at < width; at++) {
            double error = residual(place, at);
            sum += error * error;
        }
        return sum / width;
    }

    @Override
    public void close() {
        inference.close();
    }
}
