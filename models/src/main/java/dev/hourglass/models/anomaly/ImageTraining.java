package dev.hourglass.models.anomaly;

import dev.hourglass.data.Dataset;
import dev.hourglass.data.WeightedRows;
import dev.hourglass.models.Autoencoder;
import dev.hourglass.models.AutoencoderProgram;
import dev.hourglass.models.InitialWeights;
import dev.hourglass.models.TrainedModel;
import dev.hourglass.models.anomaly.FitListener.Part;
import dev.hourglass.models.compress.CompressorModel;
import dev.hourglass.spi.Backend;
import dev.hourglass.spi.Session;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;

/**
 * Trains an autoencoder of images in rounds; after a round the images that it answers worst are weighed anew.
 */
final class ImageTraining {
    private static final int ROUNDS = 3;

    private final Autoencoder architecture;
    private final Dataset images;
    private final DetectorSettings settings;
    private final Plan plan;
    private final PartTrainers trainers;

    /**
     * @param batch  images of a step
     * @param epochs passes over the images in each round
     */
    record Plan(int batch, int epochs) {
    }

    ImageTraining(Autoencoder architecture, Dataset images, DetectorSettings settings, Plan plan,
            FitListener listener) {
        this.architecture = architecture;
        this.images = images;
        this.settings = settings;
        this.plan = plan;
        this.trainers = new PartTrainers(images, settings, Extent.Unit.EPOCHS, listener);
    }

    /**
     * What came of it.
     *
     * @param usual  images that count at least by half in the end
     * @param extent how many epochs were trained
     */
    record Result(TrainedModel network, List<Integer> usual, Extent extent) {
    }

    /** @throws CancellationException when the listener ended it before the first epoch was finished */
    Result run(Backend backend) {
        var program = AutoencoderProgram.training(architecture, CompressorModel.objective(), plan.batch(),
                settings.seed());
        var weights = new float[images.size()];
        Arrays.fill(weights, 1);
        TrainedModel network;
        int all = settings.steps() == 0 ? 0 : ROUNDS * plan.epochs();
        int finished = 0;
        try (var session = Session.open(program, backend)) {
            InitialWeights.write(session, images, settings.seed());
            network = TrainedModel.of(architecture, session, Map.of());
            while (finished < all && !trainers.isCancelled()) {
                if (finished > 0) {
                    var losses = losses(network, backend);
                    if (losses.isEmpty()) {
                        break;
                    }
                    settings.trim().weigh(losses.get(), weights);
                }
                int round = finished / plan.epochs();
                var part = new Part(round, ROUNDS, "round " + (round + 1), CompressorModel
                        .config(plan.epochs(), settings.seed() + round).withRate(CompressorModel.RATE));
                var report = trainers.of(part, session).fit(new WeightedRows(images, weights),
                        Optional.empty());
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
        var usual = IntStream.range(0, weights.length).filter(row -> weights[row] >= 0.5f)
                .boxed().toList();
        return new Result(network, usual, new Extent(finished, all, Extent.Unit.EPOCHS));
    }

    /** Mean squared error of each image; empty when the listener did not wait. */
    private Optional<float[]> losses(TrainedModel now, Backend backend) {
        var losses = new float[images.size()];
        try (var pass = new ImagePass(now, backend, ImagePass.BATCH)) {
            pass.over(images, (row, place) -> {
                if (place == 0 && trainers.isCancelled()) {
                    throw new CancellationException();
                }
                losses[row] = (float) pass.squaredError(place);
            });
            return Optional.of(losses);
        } catch (CancellationException _) {
            return Optional.empty();
        }
    }
}
