package dev.hourglass.models;

import dev.hourglass.data.DataDigest;
import dev.hourglass.data.Dataset;
import dev.hourglass.plan.PlanException;
import dev.hourglass.plan.Program;
import dev.hourglass.spi.Backend;
import dev.hourglass.spi.DeviceInfo;
import dev.hourglass.spi.Session;
import dev.hourglass.train.CheckpointStore;
import dev.hourglass.train.Checkpoints;
import dev.hourglass.train.Evaluation;
import dev.hourglass.train.Interval;
import dev.hourglass.train.TrainConfig;
import dev.hourglass.train.TrainListener;
import dev.hourglass.train.TrainReport;
import dev.hourglass.train.Trainer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/**
 * Trains an autoencoder: the architecture, what to minimise, how long, on which data.
 *
 * <pre>
 * var trained = Training.of(Tutorial.denoising(data.shape()), Objective.denoising(new Corruption.Gaussian(0.4f)))
 *         .epochs(5).fit(data, backend);
 * </pre>
 */
public final class Training {
    /** Metric: peak signal-to-noise ratio of the output in dB, from its mean squared error; the peak is 1. */
    public static final String PSNR = "psnr";
    /** Metric: peak signal-to-noise ratio of the corrupted input in dB. */
    public static final String NOISY_PSNR = "noisyPsnr";

    private final Autoencoder model;
    private final Objective objective;
    private int batch = 128;
    private TrainConfig config;
    private Optional<Dataset> validation = Optional.empty();
    private final List<TrainListener> listeners = new ArrayList<>();
    private BooleanSupplier cancelled = () -> false;
    private Optional<Checkpoints> checkpoints = Optional.empty();

    private Training(Autoencoder model, Objective objective) {
        if (objective.corruption() instanceof Corruption.Paired) {
            throw new IllegalArgumentException(
                    "training corrupts the rows itself; rows that come in pairs are written "
                            + "to the ports of the program of AutoencoderProgram.training");
        }
        this.model = model;
        this.objective = objective;
        config(TrainConfig.of(10, 1));
    }

    /** Ten epochs in batches of 128, seed 1, until something else is said. */
    public static Training of(Autoencoder model, Objective objective) {
        return new Training(model, objective);
    }

    public Training epochs(int epochs) {
        return config(
                new TrainConfig(epochs, config.rate(), config.schedule(), config.stopping(), config.seed()));
    }

    public Training seed(long seed) {
        return config(
                new TrainConfig(config.epochs(), config.rate(), config.schedule(), config.stopping(), seed));
    }

    /** Rows of one step. */
    public Training batch(int rows) {
        if (rows < 1) {
            throw new IllegalArgumentException("the batch must have at least 1 row, found " + rows);
        }
        batch = rows;
        return this;
    }

    /** Epochs, schedule, stopping and seed at once. The learning rate is the objective's. */
    public Training config(TrainConfig changed) {
        config = changed.withRate(objective.optimizer().rate());
        return this;
    }

    /** Rows that early stopping looks at. */
    public Training validation(Dataset rows) {
        validation = Optional.of(rows);
        return this;
    }

    public Training listener(TrainListener listener) {
        listeners.add(listener);
        return this;
    }

    /**
     * Asked before every step; once it says yes, training ends with the weights of the last finished epoch.
     */
    public Training cancelledBy(BooleanSupplier condition) {
        cancelled = condition;
        return this;
    }

    /**
     * Keeps checkpoints while it trains, in a {@link CheckpointFolder} for instance, and goes on from them
     * where there are any: a program that was killed is simply run again, and ends with the same bits as if
     * nothing had happened. Clear the store once the model is saved.
     */
    public Training checkpoints(CheckpointStore store, Interval interval) {
        checkpoints = Optional.of(new Checkpoints(store, interval, Map.of()));
        return this;
    }

    /** The program that {@link #fit} runs. */
    public Program program() {
        return AutoencoderProgram.training(model, objective, batch, config.seed());
    }

    /**
     * A trained model, how its training went, and what it is worth.
     *
     * @param planBytes memory that training took on the device
     */
    public record Result(TrainedModel model, TrainReport report, DeviceInfo device, long planBytes) {
        private Result with(Evidence evidence) {
            return new Result(model.with(evidence), report, device, planBytes);
        }
    }

    /** Trains on a backend, which stays open. */
    public Result fit(Dataset data, Backend backend) {
        return fit(data, backend, (session, report) -> {
        });
    }

    /** What to do with the trained session before it is closed. */
    @FunctionalInterface
    public interface Afterwards {
        void accept(Session session, TrainReport report);
    }

    /** The same, with a look at the trained session, for evaluations and pictures. */
    public Result fit(Dataset data, Backend backend, Afterwards afterwards) {
        checkRows(data);
        validation.ifPresent(this::checkRows);
        var program = program();
        Result result;
        try (var session = Session.open(program, backend)) {
            InitialWeights.write(session, data, config.seed());
            var trainer = new Trainer(session, config, listeners, cancelled);
            checkpoints.map(each -> withData(each, data)).ifPresent(trainer::checkpoints);
            var report = trainer.fit(data, validation);
            afterwards.accept(session, report);
            var notes = Map.of("objective", objective.toString(), "data", data.name(), "seed",
                    Long.toString(config.seed()), "backend", session.device().backend());
            result = new Result(TrainedModel.of(model, session, notes), report, session.device(),
                    program.plan().bytes());
        }
        return result.with(Evidence.of(result.model, data, backend, config.seed()));
    }

    private Checkpoints withData(Checkpoints plain, Dataset data) {
        String digest = DataDigest.of(data)
                + validation.map(rows -> " and " + DataDigest.of(rows)).orElse("");
        return new Checkpoints(plain.store(), plain.interval(), Map.of("data", digest));
    }

    private void checkRows(Dataset data) {
        if (!data.shape().equals(model.row())) {
            throw new PlanException(
                    "model " + model.name() + " takes rows of shape " + model.row() + ", data "
                            + data.name() + " has rows of shape " + data.shape());
        }
    }

    /**
     * Metrics of a session that holds a trained model: those of the program, and PSNRs from mean squared
     * errors.
     */
    public static Map<String, Double> evaluate(Session session, Dataset rows) {
        var metrics = new TreeMap<>(Evaluation.of(session, rows));
        metrics.put(PSNR, psnr(metrics.get(AutoencoderProgram.MSE)));
        metrics.put(NOISY_PSNR, psnr(metrics.get(AutoencoderProgram.NOISY_MSE)));
        return metrics;
    }

    /** −10 log₁₀(mse): the ratio in dB for values in [0, 1]; infinite when the error is 0. */
    public static double psnr(double mse) {
        return -10 * Math.log10(mse);
    }
}
