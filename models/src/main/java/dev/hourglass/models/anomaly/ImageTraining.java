package dev.hourglass.models.anomaly;

import dev.hourglass.data.Dataset;
import dev.hourglass.data.WeightedRows;
import dev.hourglass.models.Autoencoder;
import dev.hourglass.models.AutoencoderProgram;
import dev.hourglass.models.InitialWeights;
import dev.hourglass.models.TrainedModel;
import dev.hourglass.models.compress.CompressorModel;
import dev.hourglass.spi.Backend;
import dev.hourglass.spi.Session;
import dev.hourglass.train.TrainListener;
import dev.hourglass.train.Trainer;
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
    private final FitListener listener;

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
        this.listener = listener;
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
            while (finished < all && !listener.isCancelled()) {
                if (finished > 0) {
                    var losses = losses(network, backend);
                    if (losses.isEmpty()) {
                        break;
                    }
                    settings.trim().weigh(losses.get(), weights);
                }
                int round = finished / plan.epochs();
                var report = new Trainer(session, CompressorModel.config(plan.epochs(),
                        settings.seed() + round).withRate(CompressorModel.RATE), List.of(curve(round)),
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
        var usual = IntStream.range(0, weights.length).filter(row -> weights[row] >= 0.5f)
                .boxed().toList();
        return new Result(network, usual, new Extent(finished, all, Extent.Unit.EPOCHS));
    }

    private TrainListener curve(int round) {
        return new TrainListener() {
            private int steps;

            @Override
            public void started(Started started) {
                steps = started.steps();
            }

            @Override
            public void progress(Progress progress) {
                int done = (round * plan.epochs() + progress.epoch() - 1) * steps + progress.step();
                listener.progress(done, ROUNDS * plan.epochs() * steps);
            }

            @Override
            public void epoch(Epoch epoch) {
                listener.loss("round " + (round + 1), round * plan.epochs() + epoch.epoch(), epoch.loss());
            }
        };
    }

    /** Mean squared error of each image; empty when the listener did not wait. */
    private Optional<float[]> losses(TrainedModel now, Backend backend) {
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
}
