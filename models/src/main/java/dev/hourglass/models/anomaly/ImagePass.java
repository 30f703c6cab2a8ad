package dev.hourglass.models.anomaly;

import dev.hourglass.data.Dataset;
import dev.hourglass.models.AutoencoderProgram;
import dev.hourglass.models.Inference;
import dev.hourglass.models.TrainedModel;
import dev.hourglass.plan.Ports;
import dev.hourglass.plan.Program;
import dev.hourglass.plan.Shape;
import dev.hourglass.spi.Backend;
import java.util.function.IntFunction;

/** Sends images through an autoencoder: their codes, and what it made of them. */
final class ImagePass implements AutoCloseable {
    static final int BATCH = 128;
    private static final int MOST_VALUES = 1 << 22;

    private final Inference inference;
    private final int batch;
    private final int width;
    private final int code;
    private float[] images;
    private float[] codes;
    private float[] outputs;

    ImagePass(TrainedModel network, Backend backend, int batch) {
        this.batch = fitting(batch, backend.device().memory(),
                each -> AutoencoderProgram.inference(network.architecture(), each));
        this.inference = network.open(backend, this.batch);
        this.width = inference.row().elements();
        this.code = inference.code().elements();
    }

    /**
     * The largest number of images up to {@code most} whose program takes no more than an eighth of the
     * memory and whose values are not too many to be copied about; at least 1. Halved until it fits.
     */
    static int fitting(int most, long memory, IntFunction<Program> program) {
        int batch = most;
        while (batch > 1) {
            var plan = program.apply(batch);
            if (plan.plan().bytes() <= memory / 8 && plan.port(Ports.INPUT).elements() <= MOST_VALUES) {
                break;
            }
            batch /= 2;
        }
        return batch;
    }

    /** Images at once. */
    int batch() {
        return batch;
    }

    Shape codeShape() {
        return inference.code();
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

    /** A value of an image. */
    float value(int place, int at) {
        return images[place * width + at];
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
