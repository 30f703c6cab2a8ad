package dev.hourglass.bench.dl4j;

import dev.hourglass.bench.Contestant;
import dev.hourglass.bench.SharedData;
import dev.hourglass.bench.TutorialModel;
import dev.hourglass.bench.Work;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A model in Deeplearning4j. Its "same" padding puts the odd pixel of a stride of 2 at the other end, so the
 * denoiser sees images and filters turned by half a turn: then the same sums are taken.
 */
final class Dl4jContestant implements Contestant {
    private final CNN2DFormat format;
    private final SharedData data;
    private final boolean turned;
    private final double lossScale;
    private final MultiLayerNetwork network;
    private final List<INDArray> inputs = new ArrayList<>();
    private final List<INDArray> targets = new ArrayList<>();
    private INDArray result;
    private int steps;

    Dl4jContestant(Work work, SharedData data, CNN2DFormat format) {
        this.format = format;
        this.data = data;
        turned = work.model() == TutorialModel.DENOISE;
        int pixels = data.side() * data.side();
        // Its cross-entropy of images is summed over the pixels.
        lossScale = turned ? pixels : 1;
        network = new MultiLayerNetwork(Dl4jNetwork.of(work.model(), work.size(), format, lossScale));
        network.init();
        load();
        int batch = work.size().batch();
        for (int i = 0; i < data.batches(batch); i++) {
            inputs.add(images(data.input(work.model(), i, batch)));
            INDArray clean = images(data.clean(i, batch));
            targets.add(turned ? clean : clean.reshape(batch, pixels));
        }
    }

    private void load() {
        int parameter = 0;
        for (int layer = 0; layer < network.getnLayers(); layer++) {
            if (network.getLayer(layer).numParams() > 0) {
                network.setParam(layer + "_W", weights(parameter));
                network.setParam(layer + "_b", Nd4j.create(data.values(parameter + 1)).reshape(1, -1));
                parameter += 2;
            }
        }
    }

    private INDArray weights(int i) {
        var shape = data.parameters().get(i).shape();
        INDArray values = Nd4j.create(data.values(i), shape.stream().mapToInt(each -> each).toArray());
        if (shape.size() == 4) {
            INDArray filter = values.permute(0, 3, 1, 2);
            return (turned ? Nd4j.reverse(filter.dup('c')) : filter).dup('c');
        }
        boolean flattened = i >= 2 && data.parameters().get(i - 2).shape().size() == 4;
        if (!flattened || format == CNN2DFormat.NHWC) {
            return values;
        }
        int side = data.side() / 4;
        int rows = shape.getFirst();
        return values.reshape(side, side, rows / side / side, shape.get(1)).permute(2, 0, 1, 3).dup('c')
                .reshape(rows, shape.get(1));
    }

    private INDArray images(float[] values) {
        int side = data.side();
        if (turned) {
            for (int from = 0; from < values.length; from += side * side) {
                turn(values, from, side * side);
            }
        }
        int count = values.length / side / side;
        return Nd4j.create(values, format == CNN2DFormat.NCHW ? new int[] {count, 1, side, side}
                : new int[] {count, side, side, 1});
    }

    /** An image of one channel, turned by half a turn, is its pixels in reverse. */
    private static void turn(float[] values, int from, int count) {
        for (int i = 0; i < count / 2; i++) {
            float kept = values[from + i];
            values[from + i] = values[from + count - 1 - i];
            values[from + count - 1 - i] = kept;
        }
    }

    @Override
    public String name() {
        return "Deeplearning4j " + version()
                + (format == CNN2DFormat.NCHW ? ", channels-first" : ", channels-last");
    }

    private static String version() {
        var properties = new Properties();
        try (var in = MultiLayerNetwork.class
                .getResourceAsStream("/META-INF/maven/org.deeplearning4j/deeplearning4j-nn/pom.properties")) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version", "of unknown version");
    }

    @Override
    public double train() {
        int batch = steps++ % inputs.size();
        network.fit(inputs.get(batch), targets.get(batch));
        return network.score() / lossScale;
    }

    @Override
    public void infer() {
        result = network.output(inputs.get(steps++ % inputs.size()));
    }

    @Override
    public float[] output() {
        float[] values = result.dup('c').data().asFloat();
        var first = java.util.Arrays.copyOf(values, data.side() * data.side());
        if (turned) {
            turn(first, 0, first.length);
        }
        return first;
    }

    @Override
    public void close() {
        network.close();
    }
}
