package dev.hourglass.testing;

import dev.hourglass.plan.Activation;
import dev.hourglass.plan.MatrixOp.Gemm;
import dev.hourglass.plan.NormOp.BatchNorm;
import dev.hourglass.plan.PointwiseOp.Activate;
import dev.hourglass.plan.PointwiseOp.ActivateGradient;
import dev.hourglass.plan.PointwiseOp.AddBias;
import dev.hourglass.plan.PoolOp.Kind;
import dev.hourglass.plan.PoolOp.Pool;
import dev.hourglass.plan.PoolOp.PoolGradient;
import dev.hourglass.plan.PoolOp.Upsample;
import dev.hourglass.plan.Write;
import java.util.List;

/** Mistakes in products, pointwise ops, pooling and norms. */
final class ForwardMutants {

    private ForwardMutants() {
    }

    static List<Mutant> all() {
        return List.of(
                Mutant.running("products in TF32", Gemm.class, (op, values, right) -> {
                    float[] a = values.floats(op.a());
                    float[] rounded = a.clone();
                    for (int i = 0; i < a.length; i++) {
                        rounded[i] = Float.intBitsToFloat(Float.floatToRawIntBits(a[i]) + 0x1000 & ~0x1FFF);
                    }
                    values.put(op.a(), rounded);
                    right.run();
                    values.put(op.a(), a);
                }),
                Mutant.running("bias on the wrong axis", AddBias.class, (op, values, right) -> {
                    float[] in = values.floats(op.in());
                    float[] bias = values.floats(op.bias());
                    for (int i = 0; i < in.length; i++) {
                        in[i] += bias[i / (in.length / bias.length)];
                    }
                    values.put(op.out(), in);
                }),
                Mutant.running("average over the padding too", Pool.class, (op, values, right) -> {
                    right.run();
                    if (op.kind() == Kind.AVERAGE) {
                        var g = op.geometry();
                        float[] small = values.floats(op.small());
                        int first = Math.min(g.window().kernel().h(), g.large().h() + g.window().pad().h())
                                - g.window().pad().h();
                        small[0] *= (float) first / g.window().kernel().h();
                        values.put(op.small(), small);
                    }
                }),
                Mutant.running("maximum with a padding of zeros", Pool.class, (op, values, right) -> {
                    right.run();
                    boolean padded = op.geometry().window().pad().h() + op.geometry().window().pad().w() > 0;
                    if (op.kind() == Kind.MAX && padded) {
                        float[] small = values.floats(op.small());
                        for (int i = 0; i < op.geometry().small().c(); i++) {
                            small[i] = Math.max(0, small[i]);
                        }
                        values.put(op.small(), small);
                    }
                }),
                Mutant.running("pool's gradient to the last maximum", PoolGradient.class, new LastMaximum()),
                Mutant.running("upsampling's factors swapped", Upsample.class, (op, values, right) -> {
                    float[] small = values.floats(op.small());
                    float[] large = new float[op.large().elements()];
                    int repeat = large.length / small.length;
                    int c = op.small().shape().extent(-1);
                    for (int i = 0; i < large.length; i++) {
                        large[i] = small[i / c / repeat * c + i % c];
                    }
                    values.put(op.large(), large);
                }),
                Mutant.running("biased running variance", BatchNorm.class, (op, values, right) -> {
                    float[] before = values.floats(op.running().variance());
                    right.run();
                    float[] after = values.floats(op.running().variance());
                    float m = (float) op.in().elements() / after.length;
                    for (int c = 0; c < after.length; c++) {
                        float kept = (1 - op.settings().momentum()) * before[c];
                        after[c] = kept + (after[c] - kept) * (m - 1) / m;
                    }
                    values.put(op.running().variance(), after);
                }),
                Mutant.running("running statistics not moved", BatchNorm.class, (op, values, right) -> {
                    float[] before = values.floats(op.running().mean());
                    right.run();
                    values.put(op.running().mean(), before);
                }),
                Mutant.running("relu's derivative 1 at 0", ActivateGradient.class, (op, values, right) -> {
                    float[] saved = values.floats(op.saved());
                    float[] gradient = values.floats(op.outGradient());
                    right.run();
                    float[] after = values.floats(op.inGradient());
                    for (int i = 0; i < saved.length; i++) {
                        after[i] = saved[i] == 0 && op.function() instanceof Activation.Relu ? gradient[i]
                                : after[i];
                    }
                    values.put(op.inGradient(), after);
                }),
                Mutant.running("gelu by tanh", Activate.class, (op, values, right) -> {
                    float[] x = values.floats(op.in());
                    right.run();
                    if (op.function() instanceof Activation.Gelu) {
                        for (int i = 0; i < x.length; i++) {
                            double inner = Math.sqrt(2 / Math.PI) * (x[i] + 0.044715 * Math.pow(x[i], 3));
                            x[i] = (float) (x[i] / 2 * (1 + Math.tanh(inner)));
                        }
                        values.put(op.out(), x);
                    }
                }));
    }

    /** Sends the gradient of windows that do not overlap to the last of equal maxima. */
    private static final class LastMaximum implements Mutant.Mistake<PoolGradient> {
        @Override
        public void run(PoolGradient op, Values values, Runnable right) {
            float[] large = values.floats(op.large());
            float[] reversed = reversed(large, op.geometry().large().c());
            right.run();
            float[] plain = values.floats(op.largeGradient());
            if (op.kind() == Kind.MAX && op.write() == Write.SET && symmetric(op)) {
                float[] gradient = values.floats(op.smallGradient());
                values.put(op.large(), reversed);
                values.put(op.smallGradient(), reversed(gradient, op.geometry().large().c()));
                right.run();
                plain = reversed(values.floats(op.largeGradient()), op.geometry().large().c());
                values.put(op.large(), large);
                values.put(op.smallGradient(), gradient);
            }
            values.put(op.largeGradient(), plain);
        }

        /** Whether the windows of the image turned by 180 degrees are those of the image. */
        private static boolean symmetric(PoolGradient op) {
            var w = op.geometry().window();
            var l = op.geometry().large();
            return (l.h() + 2 * w.pad().h() - w.kernel().h()) % w.stride().h() == 0
                    && (l.w() + 2 * w.pad().w() - w.kernel().w()) % w.stride().w() == 0;
        }

        private static float[] reversed(float[] pixels, int channels) {
            float[] turned = new float[pixels.length];
            int last = pixels.length / channels - 1;
            for (int i = 0; i < pixels.length; i++) {
                turned[(last - i / channels) * channels + i % channels] = pixels[i];
            }
            return turned;
        }
    }
}
