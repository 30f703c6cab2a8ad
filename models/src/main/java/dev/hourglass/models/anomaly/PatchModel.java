package dev.hourglass.models.anomaly;

import dev.hourglass.data.Dataset;
import dev.hourglass.models.AutoencoderProgram;
import dev.hourglass.models.Tensors;
import dev.hourglass.models.TrainedModel;
import dev.hourglass.models.compress.CompressorModel;
import dev.hourglass.plan.Ports;
import dev.hourglass.plan.Shape;
import dev.hourglass.spi.Backend;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A fully convolutional autoencoder of images, and what is normal for their patches. */
final class PatchModel implements ScoreModel {
    static final String KIND = "patches";
    /** Few images in a step: a set of pictures of products is small, and each has many patches. */
    private static final int BATCH = 8;
    /** Steps of a round for each step that a group of an ensemble would take. */
    private static final int MORE_STEPS = 4;
    private static final int MOST_EPOCHS = 30;

    private final TrainedModel network;
    private final PatchStatistics statistics;
    private final ScoreKind kind;

    private PatchModel(TrainedModel network, PatchStatistics statistics, ScoreKind kind) {
        this.network = network;
        this.statistics = statistics;
        this.kind = kind;
    }

    static ScoreModel.Trained train(Dataset images, DetectorSettings settings, Backend backend,
            FitListener listener) {
        var architecture = PatchNetwork.of(images.shape());
        int most = Math.min(BATCH, images.size());
        int batch = ImagePass.fitting(most, backend.device().memory(), each -> AutoencoderProgram
                .training(architecture, CompressorModel.objective(), each, settings.seed()));
        int perEpoch = Math.ceilDiv(images.size(), batch);
        int epochs = Math.clamp(Math.ceilDiv(MORE_STEPS * settings.steps(), perEpoch), 1, MOST_EPOCHS);
        var trained = new ImageTraining(architecture, images, settings,
                new ImageTraining.Plan(batch, epochs), listener).run(backend);
        var statistics = PatchStatistics.of(trained.network(), images, trained.usual(), backend,
                settings.seed());
        return new ScoreModel.Trained(new PatchModel(trained.network(), statistics, settings.score()),
                images.size() - trained.usual().size(), trained.extent());
    }

    TrainedModel network() {
        return network;
    }

    PatchStatistics statistics() {
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
        return new PatchScorer(this, backend, batch);
    }

    @Override
    public void save(Tensors tensors, Map<String, String> metadata) {
        metadata.put(TrainedModel.DETECTOR_KEY, KIND);
        StoredNetwork.save(network, kind, tensors, metadata);
        statistics.save(tensors);
    }

    static PatchModel load(Path file, Map<String, String> metadata, StoredTensors tensors) {
        var architecture = StoredNetwork.architecture(file, metadata);
        var program = AutoencoderProgram.inference(architecture, 1);
        var network = StoredNetwork.network(architecture, program, tensors);
        Shape code = program.port(Ports.CODE).shape().row();
        if (architecture.row().rank() != 3 || code.rank() != 3) {
            throw new IllegalArgumentException("images must have codes (h, w, c), found " + code + " for "
                    + architecture.row());
        }
        return new PatchModel(network,
                PatchStatistics.load(architecture.row(), code, tensors),
                StoredNetwork.score(metadata));
    }
}
