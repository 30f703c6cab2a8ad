package dev.hourglass.cli;

import dev.hourglass.optim.Clipping;
import dev.hourglass.optim.Optimizer;
import dev.hourglass.optim.Schedule;
import dev.hourglass.plan.UpdateOp.Momentum;
import dev.hourglass.train.Stopping;
import dev.hourglass.train.TrainConfig;
import java.util.Optional;

/**
 * How a model is trained, as users write it.
 *
 * @param epochs   passes over the training images
 * @param batch    images in a step
 * @param step     how gradients become steps
 * @param stopping when training ends before its last epoch, and which weights are kept
 * @param seed     of the first weights, the order and the noise
 */
public record FitChoice(int epochs, int batch, Step step, Stopping stopping, long seed) {
    private static final float ADAMW_DECAY = 0.01f;
    private static final float MOMENTUM = 0.9f;
    private static final double WARMUP = 0.05;

    /**
     * How gradients become steps.
     *
     * @param optimizer adam, adamw or sgd
     * @param schedule  constant or cosine
     */
    public record Step(String optimizer, float rate, Optional<Float> decay, Optional<Float> clip,
            String schedule) {
    }

    public FitChoice {
        WrongOption.atLeastOne("--epochs", epochs);
        WrongOption.atLeastOne("--batch", batch);
    }

    public Optimizer optimizer() {
        float decay = step.decay().orElse(step.optimizer().equals("adamw") ? ADAMW_DECAY : 0f);
        if (!(decay >= 0) || Float.isInfinite(decay)) {
            throw new WrongOption("--weight-decay: expected 0 or more, found " + decay);
        }
        if (!(step.rate() > 0) || Float.isInfinite(step.rate())) {
            throw new WrongOption("--learning-rate: expected more than 0, found " + step.rate());
        }
        return switch (step.optimizer()) {
            case "adam" -> {
                if (decay != 0) {
                    throw new WrongOption("--weight-decay: adam has none; use --optimizer adamw");
                }
                yield Optimizer.Adam.of(step.rate());
            }
            case "adamw" -> Optimizer.Adam.withDecay(step.rate(), decay);
            case "sgd" -> new Optimizer.Sgd(step.rate(), MOMENTUM, Momentum.CLASSIC, decay);
            default -> throw new WrongOption("--optimizer: expected adam, adamw or sgd, found '"
                    + step.optimizer() + "'");
        };
    }

    public Clipping clipping() {
        if (step.clip().isEmpty()) {
            return new Clipping.None();
        }
        if (!(step.clip().get() > 0)) {
            throw new WrongOption("--clip: expected more than 0, found " + step.clip().get());
        }
        return new Clipping.Norm(step.clip().get());
    }

    public TrainConfig config() {
        Schedule schedule = switch (step.schedule()) {
            case "constant" -> new Schedule.Constant();
            case "cosine" -> new Schedule.Cosine(WARMUP, 0);
            default ->
                throw new WrongOption("--schedule: expected constant or cosine, found '" + step.schedule()
                        + "'");
        };
        return new TrainConfig(epochs, step.rate(), schedule, stopping, seed);
    }
}
