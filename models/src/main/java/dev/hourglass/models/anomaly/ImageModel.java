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
import java.util.concurrent.CancellationException;

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
            FitListener listener) {
        int code = Math.min(CODE, Math.max(1, images.shape().elements() / 2));
        Autoencoder architecture = CompressorModel.of(images.shape(), code);
        int batch = Math.min(settings.batch(), images.size());
        var program = AutoencoderProgram.training(architecture, CompressorModel.objective(), batch,
                settings.seed());
        var weights = new float[images.size()];
        Arrays.fill(weights, 1);
        TrainedModel network;
        int all = settings.steps() == 0 ? 0 : ROUNDS * EPOCHS;
        int finished = 0;
        try (var session = Session.open(program, backend)) {
            InitialWeights.write(session, images, settings.seed());
            network = TrainedModel.of(architecture, session, Map.of());
            while (finished < all && !listener.isCancelled()) {
                if (finished > 0) {
                    var losses = losses(network, images, backend, listener);
                    if (losses.isEmpty()) {
                        break;
                    }
                    settings.trim().weigh(losses.get(), weights);
                }
                int round = finished / EPOCHS;
                var report = new Trainer(session, CompressorModel.config(EPOCHS, settings.seed() + round)
                        .withRate(CompressorModel.RATE), List.of(curve(round, listener)),
                        listener::isCancelled).fit(new WeightedRows(images, weights), Optional.empty());
                // Weights from the middle of a round's first epoch are worse than those of the round before.
                if (report.kept() > 0) {
                    network = TrainedModel.of(architecture, session, Map.of());
                    finished += report.kept();
                }
            }
        }
        if (finished == 0 && all > 0) {
            throw new CancellationException("ended before the first epoch was finished");
        }
        var statistics = ImageStatistics.of(network, images, weights, backend, settings.seed());
        int trimmed = 0;
        for (float weight : weights) {
            trimmed += weight < 0.5f ? 1 : 0;
        }
        return new ScoreModel.Trained(new ImageModel(network, statistics, settings.score()), trimmed,
                new Extent(finished, all, Extent.Unit.EPOCHS));
    }

    private static TrainListener curve(int round, FitListener listener) {
        return new TrainListener() {
            private int steps;

            @Override
            public void started(Started started) {
                steps = started.steps();
            }

            @Override
            public void progress(Progress progress) {
                int done = (round * EPOCHS + progress.epoch() - 1) * steps + progress.step();
                listener.progress(done, ROUNDS * EPOCHS * steps);
            }

            @Override
            public void epoch(Epoch epoch) {
                listener.loss("round " + (round + 1), round * EPOCHS + epoch.epoch(), epoch.loss());
            }
        };
    }

    /** Mean squared error of each image; empty when the listener did not wait. */
    private static Optional<float[]> losses(TrainedModel now, Dataset images, Backend backend,
            FitListener listener) {
        var losses = new float[images.size()];
        try (var pass = new ImagePass(now, backend, ImagePass.BATCH)) {
            pass.over(images, (row, place) -> {
                if (place == 0 && listener.isCancelled()) {
                    throw new CancellationException();
                }
                losses[row] = (float) pass.squaredError(place);
            });
            return Optional.of(losses);
        } catch (CancellationException _) {
            return Optional.empty();
        }
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
