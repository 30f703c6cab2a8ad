package dev.hourglass.reference;

import dev.hourglass.plan.NormOp;
import dev.hourglass.plan.NormOp.BatchNorm;
import dev.hourglass.plan.NormOp.BatchNormGradient;
import dev.hourglass.plan.NormOp.BatchNormInference;
import java.util.Arrays;

/** Batch normalisation. With m values per channel, element i belongs to channel i mod channels. */
final class NormLoops {

    private NormLoops() {
    }

    static Kernel bind(NormOp op, ReferenceMemory memory) {
        return switch (op) {
            case BatchNorm o -> train(o, memory);
            case BatchNormInference o -> infer(o, memory);
            case BatchNormGradient o -> gradient(o, memory);
        };
    }

    private static Kernel train(BatchNorm op, ReferenceMemory memory) {
        Place in = memory.at(op.in());
        Place out = memory.at(op.out());
        Place gamma = memory.at(op.affine().gamma());
        Place beta = memory.at(op.affine().beta());
        Place runningMean = memory.at(op.running().mean());
        Place runningVariance = memory.at(op.running().variance());
        Place savedMean = memory.at(op.saved().mean());
        Place savedInverse = memory.at(op.saved().inverseDeviation());
        int channels = gamma.length;
        double m = in.length / channels;
        double epsilon = op.settings().epsilon();
        double momentum = op.settings().momentum();
        double[] mean = new double[channels];
        double[] variance = new double[channels];
        double[] inverse = new double[channels];
        return Kernel.whole(() -> {
            Arrays.fill(mean, 0);
            Arrays.fill(variance, 0);
            for (int i = 0; i < in.length; i++) {
                mean[i % channels] += in.at(i) / m;
            }
            for (int i = 0; i < in.length; i++) {
                double distance = in.at(i) - mean[i % channels];
                variance[i % channels] += distance * distance / m;
            }
            for (int c = 0; c < channels; c++) {
                inverse[c] = 1 / Math.sqrt(variance[c] + epsilon);
                savedMean.set(c, mean[c]);
                savedInverse.set(c, inverse[c]);
                double unbiased = variance[c] * m / Math.max(1, m - 1);
                runningMean.set(c, (1 - momentum) * runningMean.at(c) + momentum * mean[c]);
                runningVariance.set(c, (1 - momentum) * runningVariance.at(c) + momentum * unbiased);
            }
            for (int i = 0; i < in.length; i++) {
                int c = i % channels;
                out.set(i, gamma.at(c) * (in.at(i) - mean[c]) * inverse[c] + beta.at(c));
            }
        });
    }

    private static Kernel infer(BatchNormInference op, ReferenceMemory memory) {
        Place in = memory.at(op.in());
        Place out = memory.at(op.out());
        Place gamma = memory.at(op.affine().gamma());
        Place beta = memory.at(op.affine().beta());
        Place mean = memory.at(op.running().mean());
        Place variance = memory.at(op.running().variance());
        int channels = gamma.length;
        double epsilon = op.settings().epsilon();
        return Kernel.each(in.length, 4, (from, to) -> {
            for (int i = from; i < to; i++) {
                int c = i % channels;
                double normal = (in.at(i) - mean.at(c)) / Math.sqrt(variance.at(c) + epsilon);
                out.set(i, gamma.at(c) * normal + beta.at(c));
            }
        });
    }

    /** dx = γ / deviation · (dy − mean(dy) − x̂ · mean(dy · x̂)), with dβ = Σ dy and dγ = Σ dy · x̂. */
    private static Kernel gradient(BatchNormGradient op, ReferenceMemory memory) {
        Place in = memory.at(op.in());
        Place outGradient = memory.at(op.outGradient());
        Place gamma = memory.at(op.gamma());
        Place mean = memory.at(op.saved().mean());
        Place inverse = memory.at(op.saved().inverseDeviation());
        Place inGradient = memory.at(op.inGradient());
        Place gammaGradient = memory.at(op.gradient().gamma());
        Place betaGradient = memory.at(op.gradient().beta());
        int channels = gamma.length;
        double m = in.length / channels;
        double[] sum = new double[channels];
        double[] product = new double[channels];
        return Kernel.whole(() -> {
            Arrays.fill(sum, 0);
            Arrays.fill(product, 0);
            for (int i = 0; i < in.length; i++) {
                int c = i % channels;
                sum[c] += outGradient.at(i);
                product[c] += outGradient.at(i) * (in.at(i) - mean.at(c)) * inverse.at(c);
            }
            for (int c = 0; c < channels; c++) {
                gammaGradient.set(c, product[c], op.write());
                betaGradient.set(c, sum[c], op.write());
            }
            for (int i = 0; i < in.length; i++) {
                int c = i % channels;
                double normal = (in.at(i) - mean.at(c)) * inverse.at(c);
                double centred = outGradient.at(i) - sum[c] / m - normal * product[c] / m;
                inGradient.set(i, gamma.at(c) * inverse.at(c) * centred, op.write());
            }
        });
    }
}
