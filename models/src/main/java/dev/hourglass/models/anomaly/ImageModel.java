package dev.hourglass.models.anomaly;

import dev.hourglass.data.Dataset;
import dev.hourglass.data.WeightedRows;
import dev.hourglass.models.Autoencoder;
import dev.hourglass.models.AutoencoderProgram;
import dev.hourglass.models.InitialWeights;
import dev.hourglass.models.ModelJson;
import dev.hourglass.models.Tensors;
import dev.hourglass.models.TrainedModel;
import dev.hourglass.models.compress.CompressorModel;
import dev.hourglass.plan.Shape;
import dev.hourglass.spi.Backend;
import dev.hourglass.spi.Session;
import dev.hourglass.train.TrainListener;
import dev.hourglass.train.Trainer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One autoencoder of images, and what is normal for it. */
final class ImageModel implements ScoreModel {
    static final String KIND = "images";
    private static final String MODEL = "hourglass.model";
    private static final String SCORE = "hourglass.score";
    private static final String PREFIX = "network/";
    private static final int CODE = 16;
    /** Passes over the images in each round; after a round the worst are weighed anew. */
    private static final int EPOCHS = 4;
    private static final int ROUNDS = 3;

    private final TrainedModel network;
    private final ImageStatistics statistics;
    private final ScoreKind kind;

    private ImageModel(TrainedModel network, ImageStatistics statistics, ScoreKind kind) {
        this.network = network;
        this.statistics = statistics;
        this.kind = kind;
    }

    static ScoreModel.Trained train(Dataset images, DetectorSettings settings, Backend backend,
            AnomalyDetector.Listener listener) {
        int code = Math.min(CODE, Math.max(1, images.shape().elements() / 2));
        Autoencoder architecture = CompressorModel.of(images.shape(), code);
        int batch = Math.min(settings.batch(), images.size());
        var program = AutoencoderProgram.training(architecture, CompressorModel.objective(), batch,
                settings.seed());
        var weights = new float[images.size()];
        Arrays.fill(weights, 1);
        TrainedModel network;
        try (var session = Session.open(program, backend)) {
            InitialWeights.write(session, images, settings.seed());
            int rounds = settings.steps() == 0 ? 0 : ROUNDS;
            for (int round = 0; round < rounds; round++) {
                if (round > 0) {
                    settings.trim().weigh(losses(session, architecture, images, backend), weights);
                }
                new Trainer(session, CompressorModel.config(EPOCHS, settings.seed() + round).withRate(
                        CompressorModel.RATE), List.of(progress(round, listener)), () -> false)
                        .fit(new WeightedRows(images, weights), Optional.empty());
            }
            network = TrainedModel.of(architecture, session, Map.of());
        }
        var statistics = ImageStatistics.of(network, images, weights, backend, settings.seed());
        int trimmed = 0;
        for (float weight : weights) {
            trimmed += weight < 0.5f ? 1 : 0;
        }
        return new ScoreModel.Trained(new ImageModel(network, statistics, settings.score()), trimmed);
    }

    private static TrainListener progress(int round, AnomalyDetector.Listener listener) {
        return new TrainListener() {
            private int steps;

            @Override
            public void started(Started started) {
                steps = started.steps();
            }

            @Override
            public void progress(Progress progress) {
                int done = (round * EPOCHS + progress.epoch() - 1) * steps + progress.step();
                listener.step(done, ROUNDS * EPOCHS * steps);
            }
        };
    }

    /** Mean squared error of each image. */
    private static float[] losses(Session session, Autoencoder architecture, Dataset images,
            Backend backend) {
        var now = TrainedModel.of(architecture, session, Map.of());
        var losses = new float[images.size()];
        try (var pass = new ImagePass(now, backend, ImagePass.BATCH)) {
            pass.over(images, (row, place) -> losses[row] = (float) pass.squaredError(place));
        }
        return losses;
    }

    TrainedModel network() {
        return network;
    }

    ImageStatistics statistics() {
        return statistics;
    }

    ScoreKind kind() {
        return kind;
    }

    @Override
    public Shape row() {
        return network.architecture().row();
    }

    @Override
    public long parameters() {
        return network.tensors().names().stream().mapToLong(each -> network.tensors().shape(each).elements())
                .sum();
    }

    @Override
    public RowScorer open(Backend backend, int batch) {
        return new ImageScorer(this, backend, batch);
    }

    @Override
    public void save(Tensors tensors, Map<String, String> metadata) {
        metadata.put(TrainedModel.DETECTOR_KEY, KIND);
        metadata.put(MODEL, ModelJson.write(network.architecture()));
        metadata.put(SCORE, kind.toString());
        for (String name : network.tensors().names()) {
            tensors.with(PREFIX + name, network.tensors().shape(name), network.tensors().values(name));
        }
        statistics.save(tensors);
    }

    static ImageModel load(Path file, Map<String, String> metadata, StoredTensors tensors) {
        var architecture = ModelJson.read(DetectorFile.text(metadata, MODEL), file);
        var weights = new Tensors();
        for (var parameter : AutoencoderProgram.inference(architecture, 1).parameters()) {
            weights.with(parameter.name(), parameter.slot().shape(),
                    tensors.of(PREFIX + parameter.name(), parameter.slot().elements()));
        }
        var network = new TrainedModel(architecture, weights, Map.of());
        return new ImageModel(network, ImageStatistics.load(architecture, tensors),
                ScoreKind.parse(DetectorFile.text(metadata, SCORE)));
    }
}
