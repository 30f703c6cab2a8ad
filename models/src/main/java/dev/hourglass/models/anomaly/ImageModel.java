package dev.hourglass.models.anomaly;

import dev.hourglass.data.Dataset;
import dev.hourglass.models.AutoencoderProgram;
import dev.hourglass.models.Tensors;
import dev.hourglass.models.TrainedModel;
import dev.hourglass.models.compress.CompressorModel;
import dev.hourglass.plan.Shape;
import dev.hourglass.spi.Backend;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** One autoencoder of images, and what is normal for it. */
final class ImageModel implements ScoreModel {
    static final String KIND = "images";
    private static final int CODE = 16;
    /** Passes over the images in each round. */
    private static final int EPOCHS = 4;

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
        var plan = new ImageTraining.Plan(Math.min(settings.batch(), images.size()), EPOCHS);
        var trained = new ImageTraining(CompressorModel.layers(images.shape(), code), images, settings, plan,
                listener).run(backend);
        var statistics = ImageStatistics.of(trained.network(), images, trained.usual(), backend,
                settings.seed());
        return new ScoreModel.Trained(new ImageModel(trained.network(), statistics, settings.score()),
                images.size() - trained.usual().size(), trained.extent());
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
        return StoredNetwork.parameters(network);
    }

    @Override
    public List<String> weightHashes() {
        return List.of(StoredNetwork.weightHash(network));
    }

    @Override
    public RowScorer open(Backend backend, int batch) {
        return new ImageScorer(this, backend, batch);
    }

    @Override
    public void save(Tensors tensors, Map<String, String> metadata) {
        metadata.put(TrainedModel.DETECTOR_KEY, KIND);
        StoredNetwork.save(network, kind, tensors, metadata);
        statistics.save(tensors);
    }

    static ImageModel load(Path file, Map<String, String> metadata, StoredTensors tensors) {
        var architecture = StoredNetwork.architecture(file, metadata);
        var network = StoredNetwork.network(architecture, AutoencoderProgram.inference(architecture, 1),
                tensors);
        return new ImageModel(network, ImageStatistics.load(architecture, tensors),
                StoredNetwork.score(metadata));
    }
}
