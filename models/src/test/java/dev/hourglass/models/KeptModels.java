package dev.hourglass.models;

import dev.hourglass.data.CsvTable;
import dev.hourglass.data.CsvTable.Header;
import dev.hourglass.data.Dataset;
import dev.hourglass.data.Datasets;
import dev.hourglass.data.Frame;
import dev.hourglass.data.TableProfile;
import dev.hourglass.models.Autoencoder.Sizes;
import dev.hourglass.models.anomaly.AnomalyDetector;
import dev.hourglass.models.anomaly.DetectorSettings;
import dev.hourglass.models.anomaly.FitListener;
import dev.hourglass.models.anomaly.Holdout;
import dev.hourglass.models.compress.Compressor;
import dev.hourglass.models.compress.CompressorModel;
import dev.hourglass.models.compress.TableCompressor;
import dev.hourglass.models.denoise.Denoiser;
import dev.hourglass.nn.Activate;
import dev.hourglass.nn.BatchNorm;
import dev.hourglass.nn.Concat;
import dev.hourglass.nn.Conv2d;
import dev.hourglass.nn.ConvTranspose2d;
import dev.hourglass.nn.Crop2d;
import dev.hourglass.nn.Dense;
import dev.hourglass.nn.Dropout;
import dev.hourglass.nn.Flatten;
import dev.hourglass.nn.GaussianNoise;
import dev.hourglass.nn.GroupedDense;
import dev.hourglass.nn.Layer;
import dev.hourglass.nn.NestedDropout;
import dev.hourglass.nn.Pad2d;
import dev.hourglass.nn.Pool2d;
import dev.hourglass.nn.Reshape;
import dev.hourglass.nn.Residual;
import dev.hourglass.nn.Sequential;
import dev.hourglass.nn.Upsample2d;
import dev.hourglass.plan.Activation;
import dev.hourglass.plan.MemoryOp.Border;
import dev.hourglass.plan.Shape;
import dev.hourglass.reference.ReferenceProvider;
import dev.hourglass.spi.Backend;
import dev.hourglass.spi.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Makes one small file of each kind of model, and beside it what the model answered to a few rows. Run once
 * for each version of the format, with a new folder as its argument; {@link KeptModelsTest} reads them ever
 * after. Files that lie there already are never made again: they show what old versions wrote.
 */
final class KeptModels {
    /** Rows that are answered. */
    static final int ROWS = 4;
    static final Shape IMAGE = Shape.of(4, 4, 1);

    private final Path folder;
    private final Backend backend;

    private KeptModels(Path folder, Backend backend) {
        this.folder = folder;
        this.backend = backend;
    }

    public static void main(String[] arguments) throws IOException {
        try (var backend = new ReferenceProvider().open(Options.standard())) {
            write(Files.createDirectories(Path.of(arguments[0])), backend);
        }
    }

    static void write(Path folder, Backend backend) throws IOException {
        var kept = new KeptModels(folder, backend);
        kept.tutorial();
        kept.denoiser();
        kept.layers();
        kept.compressor("compressor", CompressorModel.layers(IMAGE, 2));
        kept.compressor("linear-compressor", CompressorModel.of(IMAGE, 2));
        kept.tableCompressor();
        kept.detectors();
    }

    private void tutorial() {
        var images = new Blobs(32, 8, 8);
        var model = Training.of(Tutorial.compression(images.shape(), 3), Objective.reconstruction()).batch(8)
                .epochs(2).fit(images, backend).model();
        model("tutorial", model, images);
    }

    /** Few channels; the usual network takes three megabytes. */
    private void denoiser() {
        var images = new Blobs(32, 8, 8);
        var model = Denoiser.training().network(KeptModels::narrow).epochs(2).batch(8).fit(images, backend)
                .model();
        model("denoiser", model, images);
    }

    private static Autoencoder narrow(Shape row) {
        var relu = new Activation.Relu();
        var encoder = Sequential.of(Conv2d.same(4, 5, 2, relu),
                new Residual(Sequential.of(Conv2d.same(8, 3, 2, relu), BatchNorm.standard(relu),
                        ConvTranspose2d.same(4, 3, 2, relu))));
        return new Autoencoder("denoiser", row, Sizes.any(4), encoder,
                ConvTranspose2d.same(row.extent(-1), 5, 2, new Activation.Sigmoid()));
    }

    /** Every kind of layer and of activation. */
    private void layers() {
        var images = new Blobs(32, 4, 4);
        var around = new Border(0, 1, 1, 0);
        List<Layer> activations = List.of(new Activate(new Activation.LeakyRelu(0.1f)),
                new Activate(new Activation.Elu(0.5f)), new Activate(new Activation.Gelu()),
                new Activate(new Activation.Silu()), new Activate(new Activation.Softplus()),
                new Activate(new Activation.Tanh()), new Activate(new Activation.Clamp(-1, 1)),
                new Activate(new Activation.Exp()));
        var encoder = Sequential.of(new Pad2d(around), new Crop2d(around),
                Conv2d.tensorflowSame(2, 3, 2, new Activation.Relu()),
                BatchNorm.standard(new Activation.Identity()),
                new Residual(Conv2d.same(2, 1, 1, new Activation.Relu())), Concat.of(Pool2d.max(2),
                        Pool2d.average(2)),
                new Flatten(), GroupedDense.linear(2, 3), new Sequential(activations),
                new GaussianNoise(0.1f),
                new Dropout(0.1f), Dense.linear(2), new NestedDropout(0.5f));
        var decoder = Sequential.of(Dense.of(4, new Activation.Relu()), Reshape.to(2, 2, 1),
                Upsample2d.by(2), ConvTranspose2d.same(1, 3, 1, new Activation.Sigmoid()));
        var model = Training.of(new Autoencoder("layers", IMAGE, Sizes.fixed(), encoder, decoder),
                Objective.reconstruction()).batch(8).epochs(2).fit(images, backend).model();
        model("layers", model, images);
    }

    private void compressor(String name, Autoencoder architecture) throws IOException {
        var images = new Blobs(64, 4, 4);
        var trained = CompressorModel.training(architecture, 3, 1).batch(16).fit(images, backend).model();
        var model = Compressor.measured(trained, images, backend);
        model(name, model, images);
        try (var compressor = Compressor.open(model, backend, ROWS);
                var out = Files.newOutputStream(folder.resolve(name + ".hgc"))) {
            compressor.writer(out, ROWS, new Compressor.Rate(2, Compressor.USUAL_QUALITY))
                    .write(compressor.encode(first(images)));
        }
    }

    private void tableCompressor() throws IOException {
        var frame = shop();
        var model = TableCompressor.fit(frame, new TableCompressor.Settings(2, 3, 1), backend);
        var features = TableCompressor.encoding(model).encode(frame);
        model("table-compressor", model, features);
    }

    private void detectors() throws IOException {
        var settings = DetectorSettings.contaminated(1).withSteps(4);
        var frame = shop();
        var table = AnomalyDetector
                .fit(frame, Set.of(), settings, Holdout.of(0.3), backend, FitListener.none()).detector();
        var features = table.encoding().orElseThrow().encode(frame);
        detector("table-detector", table, features);
        detector("relations-detector", table, oneBroken(features));
        var images = new Blobs(40, 4, 4);
        detector("image-detector",
                AnomalyDetector.fit(images, settings, Holdout.of(0.3), backend).detector(), images);
        // The smallest images that are looked at patch by patch have more than 4,096 values.
        var large = new Blobs(24, 16, 260);
        detector("patch-detector", AnomalyDetector
                .fit(large, settings.withSteps(1), Holdout.of(0.5), backend).detector(), large);
    }

    /** The second row's weight does not suit its price, as that of all others does. */
    private static Dataset oneBroken(Dataset rows) {
        float[] values = first(rows);
        values[rows.shape().elements() + 1] += 0.3f;
        return Datasets.of("broken", rows.shape(), values);
    }

    private void model(String name, TrainedModel model, Dataset rows) {
        model.save(folder.resolve(name + ".safetensors"));
        float[] input = first(rows);
        try (var inference = model.open(backend, ROWS)) {
            float[] code = inference.encode(input);
            answers(name, new Tensors().with("input", rows.shape().batch(ROWS), input)
                    .with("code", inference.code().batch(ROWS), code)
                    .with("output", rows.shape().batch(ROWS), inference.decode(code)));
        }
    }

    private void detector(String name, AnomalyDetector detector, Dataset rows) {
        detector.save(folder.resolve(name + ".safetensors"));
        float[] input = first(rows);
        var shares = new float[input.length];
        try (var scorer = detector.open(backend, ROWS)) {
            float[] scores = scorer.explain(input, shares);
            answers(name, new Tensors().with("input", rows.shape().batch(ROWS), input)
                    .with("score", Shape.of(ROWS), scores).with("share", rows.shape().batch(ROWS), shares));
        }
    }

    private void answers(String name, Tensors answers) {
        Safetensors.write(folder.resolve(name + ".answers.safetensors"), answers, Map.of());
    }

    static float[] first(Dataset rows) {
        int width = rows.shape().elements();
        var values = new float[ROWS * width];
        for (int i = 0; i < ROWS; i++) {
            rows.read(i, values, i * width);
        }
        return values;
    }

    /** Numbers, words, gaps, and a column that is always the same. */
    private Frame shop() throws IOException {
        Path file = folder.resolve("shop.csv");
        var random = new Random(1);
        var text = new StringBuilder("price,weight,kind,unit\n");
        for (int i = 0; i < 60; i++) {
            int hidden = random.nextInt(100);
            text.append(1000 + 50 * hidden).append(',').append(i % 9 == 0 ? "" : 0.01f * hidden).append(',')
                    .append(hidden < 50 ? "small" : "large").append(",kg\n");
        }
        Files.writeString(file, text);
        var table = CsvTable.open(file, Header.PRESENT);
        var frame = Frame.sample(table, TableProfile.of(table, Set.of()), 60, 1);
        Files.delete(file);
        return frame;
    }
}
