package dev.hourglass.onednn;

import dev.hourglass.loops.ChannelMap;
import dev.hourglass.loops.ChannelSums;
import dev.hourglass.loops.Kernel;
import dev.hourglass.loops.Place;
import dev.hourglass.plan.NormOp;
import dev.hourglass.plan.NormOp.BatchNorm;
import dev.hourglass.plan.NormOp.BatchNormGradient;
import dev.hourglass.plan.NormOp.BatchNormInference;
import dev.hourglass.plan.Write;

/**
 * Batch normalisation. Each lane sums its rows in double, lane 0 adds the sums up and derives one factor and
 * one offset per channel, and each lane applies them to its rows.
 */
final class NormKernels {
    private final Binding binding;

    NormKernels(Binding binding) {
        this.binding = binding;
    }

    /** Inference takes the rows as they come; training needs the statistics of all of them. */
    void bind(NormOp op, Stage stage) {
        switch (op) {
            case BatchNorm o -> train(o);
            case BatchNormInference o -> infer(o, stage);
            case BatchNormGradient o -> gradient(o);
        }
    }

    void bind(NormOp op) {
        switch (op) {
            case BatchNorm o -> train(o);
            case BatchNormInference o -> {
                var map = new ChannelMap(o.affine().gamma().elements());
                binding.alone(statistics(o, map));
                Place in = binding.place(o.in());
                Place out = binding.place(o.out());
                binding.add(lane -> map.apply(lane, in, out));
            }
            case BatchNormGradient o -> gradient(o);
        }
    }

    private void train(BatchNorm op) {
        Place in = binding.place(op.in());
        Place gamma = binding.place(op.affine().gamma());
        Place beta = binding.place(op.affine().beta());
        Place runningMean = binding.place(op.running().mean());
        Place runningVariance = binding.place(op.running().variance());
        Place savedMean = binding.place(op.saved().mean());
        Place savedInverse = binding.place(op.saved().inverseDeviation());
        int channels = gamma.elements();
        double m = in.elements() / channels;
        double momentum = op.settings().momentum();
        var sums = new ChannelSums(binding.lanes(), channels, null);
        var map = new ChannelMap(channels);
        binding.add(lane -> sums.ofValues(lane, in));
        binding.alone(lane -> sums.finish(m));
        binding.add(lane -> sums.ofSquares(lane, in));
        binding.alone(lane -> {
            sums.finishSecond(m);
            for (int c = 0; c < channels; c++) {
                double mean = sums.first(c);
                double variance = sums.second(c);
                double inverse = 1 / Math.sqrt(variance + op.settings().epsilon());
                double unbiased = variance * m / Math.max(1, m - 1);
                savedMean.set(c, (float) mean);
                savedInverse.set(c, (float) inverse);
                runningMean.set(c, (float) ((1 - momentum) * runningMean.get(c) + momentum * mean));
                runningVariance.set(c,
                        (float) ((1 - momentum) * runningVariance.get(c) + momentum * unbiased));
                map.set(c, mean, gamma.get(c) * inverse, beta.get(c));
            }
        });
        Place out = binding.place(op.out());
        binding.add(lane -> map.apply(lane, in, out));
    }

    private void infer(BatchNormInference op, Stage stage) {
        for (Tile tile : stage.tiles()) {
            var map = new ChannelMap(op.affine().gamma().elements());
            stage.add(tile, statistics(op, map));
            Place in = stage.rows(op.in(), tile);
            Place out = stage.rows(op.out(), tile);
            stage.add(tile, lane -> map.applyAll(lane, in, out));
        }
    }

    private Kernel statistics(BatchNormInference op, ChannelMap map) {
        Place gamma = binding.place(op.affine().gamma());
        Place beta = binding.place(op.affine().beta());
        Place mean = binding.place(op.running().mean());
        Place variance = binding.place(op.running().variance());
        return lane -> {
            for (int c = 0; c < gamma.elements(); c++) {
                double inverse = 1 / Math.sqrt(variance.get(c) + (double) op.settings().epsilon());
                map.set(c, mean.get(c), gamma.get(c) * inverse, beta.get(c));
            }
        };
    }

    /** dx = γ / deviation · (dy − mean(dy) − x̂ · mean(dy · x̂)), with dβ = Σ dy and dγ = Σ dy · x̂. */
    private void gradient(BatchNormGradient op) {
        Place in = binding.place(op.in());
        Place outGradient = binding.place(op.outGradient());
        Place inGradient = binding.place(op.inGradient());
        Place gamma = binding.place(op.gamma());
        Place mean = binding.place(op.saved().mean());
        Place inverse = binding.place(op.saved().inverseDeviation());
        Place gammaGradient = binding.place(op.gradient().gamma());
        Place betaGradient = binding.place(op.gradient().beta());
        int channels = gamma.elements();
        double m = in.elements() / channels;
        var sums = new ChannelSums(binding.lanes(), channels, mean);
        var map = new ChannelMap(channels);
        binding.add(lane -> sums.ofProducts(lane, in, outGradient));
        binding.alone(lane -> {
            sums.finish(1);
            sums.finishSecond(1);
            for (int c = 0; c < channels; c++) {
                double deviation = inverse.get(c);
                double sum = sums.first(c);
                double product = sums.second(c) * deviation;
                boolean added = op.write() == Write.ADD;
                betaGradient.set(c, (float) (sum + (added ? betaGradient.get(c) : 0)));
                gammaGradient.set(c, (float) (product + (added ? gammaGradient.get(c) : 0)));
                double scale = gamma.get(c) * deviation;
                map.set(c, mean.get(c), scale, -scale * sum / m);
                map.setSlope(c, -scale * deviation * product / m);
            }
        });
        binding.add(lane -> map.applyGradient(lane, in, outGradient, inGradient, op.write()));
    }
}
