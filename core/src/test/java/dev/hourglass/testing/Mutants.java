package dev.hourglass.testing;

import dev.hourglass.plan.Activation;
import dev.hourglass.plan.LossOp.LossGradient;
import dev.hourglass.plan.LossOp.SampleLoss;
import dev.hourglass.plan.LossOp.WeightedSum;
import dev.hourglass.plan.MatrixOp.Gemm;
import dev.hourglass.plan.MemoryOp;
import dev.hourglass.plan.MemoryOp.Border;
import dev.hourglass.plan.MemoryOp.ChannelCopy;
import dev.hourglass.plan.MemoryOp.Crop;
import dev.hourglass.plan.MemoryOp.Fill;
import dev.hourglass.plan.MemoryOp.Gather;
import dev.hourglass.plan.MemoryOp.Pad;
import dev.hourglass.plan.NormOp.BatchNorm;
import dev.hourglass.plan.Op;
import dev.hourglass.plan.PointwiseOp.Activate;
import dev.hourglass.plan.PointwiseOp.ActivateGradient;
import dev.hourglass.plan.PointwiseOp.AddBias;
import dev.hourglass.plan.PoolOp.Kind;
import dev.hourglass.plan.PoolOp.Pool;
import dev.hourglass.plan.PoolOp.PoolGradient;
import dev.hourglass.plan.PoolOp.Upsample;
import dev.hourglass.plan.RandomOp.Distribution;
import dev.hourglass.plan.RandomOp.Noise;
import dev.hourglass.plan.RandomOp.Source;
import dev.hourglass.plan.Shape;
import dev.hourglass.plan.Slot;
import dev.hourglass.plan.UpdateOp.Adam;
import dev.hourglass.plan.UpdateOp.ClipScale;
import dev.hourglass.plan.UpdateOp.Decay;
import dev.hourglass.plan.UpdateOp.GradientNorm;
import dev.hourglass.plan.UpdateOp.Momentum;
import dev.hourglass.plan.UpdateOp.Sgd;
import dev.hourglass.plan.Write;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Backends that are wrong in one way each. A suite that accepts one of them could not have failed. */
public final class Mutants {

    private Mutants() {
    }

    public static List<Mutant> all() {
        var mutants = new ArrayList<>(ConvMutants.all());
        mutants.addAll(ofAnyOp());
        mutants.addAll(ofForwardOps());
        mutants.addAll(ofLosses());
        mutants.addAll(ofUpdates());
        mutants.addAll(ofNoise());
        mutants.addAll(ofMoves());
        return mutants;
    }

    private static List<Mutant> ofAnyOp() {
        return List.of(
                Mutant.rewriting("ADD as SET", Op.class,
                        op -> Rewrite.parts(op, Write.class, write -> Write.SET)),
                Mutant.rewriting("SET as ADD", Op.class,
                        op -> op.reusable().isEmpty() ? Rewrite.parts(op, Write.class, write -> Write.ADD)
                                : op),
                Mutant.running("result not written", Op.class, (op, values, right) -> {
                    // Nothing is done.
                }),
                Mutant.running("last element unwritten", Op.class, (op, values, right) -> {
                    Slot out = op.writes().getFirst();
                    float last = values.floats(out)[out.elements() - 1];
                    right.run();
                    float[] after = values.floats(out);
                    after[out.elements() - 1] = last;
                    values.put(out, after);
                }),
                Mutant.running("one element too many written", Op.class, (op, values, right) -> {
                    right.run();
                    Slot out = op.writes().getFirst();
                    values.put(longer(out), Arrays.copyOf(values.floats(out), out.elements() + 1));
                }),
                Mutant.running("an input changed", Op.class, (op, values, right) -> {
                    right.run();
                    Slot first = op.reads().isEmpty() ? op.writes().getFirst() : op.reads().getFirst();
                    float[] changed = values.floats(first);
                    changed[0] += 1;
                    values.put(first, changed);
                }),
                Mutant.running("every second run differs in a bit", Op.class, new Flicker()),
                Mutant.rewriting("views taken for aligned", Op.class,
                        op -> Rewrite.parts(op, Slot.class, Mutants::aligned)));
    }

    private static Slot longer(Slot slot) {
        return new Slot(slot.id(), slot.name(), Shape.of(slot.elements() + 1),
                slot.dtype(),
                slot.role(), slot.root(), slot.offset());
    }

    private static Slot aligned(Slot slot) {
        return new Slot(slot.id(), slot.name(), slot.shape(), slot.dtype(), slot.role(), slot.root(),
                slot.offset() / 64 * 64);
    }

    /** Changes the last bit of one result every other time. */
    private static final class Flicker implements Mutant.Mistake<Op> {
        private int runs;

        @Override
        public void run(Op op, Values values, Runnable right) {
            right.run();
            Slot out = op.writes().getFirst();
            float[] after = values.floats(out);
            if (runs++ % 2 == 1) {
                after[0] = Math.nextUp(after[0]);
                values.put(out, after);
            }
        }
    }

    private static List<Mutant> ofForwardOps() {
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

    private static List<Mutant> ofLosses() {
        return List.of(
                Mutant.running("loss gradient without weights", LossGradient.class, (op, values, right) -> {
                    float[] weights = values.floats(op.weights());
                    float[] ones = new float[weights.length];
                    Arrays.fill(ones, 1);
                    values.put(op.weights(), ones);
                    right.run();
                    values.put(op.weights(), weights);
                }),
                Mutant.running("loss gradient divided by rows, not by weight", LossGradient.class,
                        (op, values, right) -> {
                            right.run();
                            float[] gradient = values.floats(op.gradient());
                            float[] weights = values.floats(op.weights());
                            float sum = 0;
                            for (float weight : weights) {
                                sum += weight;
                            }
                            for (int i = 0; i < gradient.length; i++) {
                                gradient[i] *= sum / weights.length;
                            }
                            values.put(op.gradient(), gradient);
                        }),
                Mutant.running("no number for a batch without weight", LossGradient.class,
                        (op, values, right) -> {
                            right.run();
                            float[] gradient = values.floats(op.gradient());
                            float sum = 0;
                            for (float weight : values.floats(op.weights())) {
                                sum += weight;
                            }
                            for (int i = 0; i < gradient.length; i++) {
                                gradient[i] = gradient[i] / sum * sum;
                            }
                            values.put(op.gradient(), gradient);
                        }),
                Mutant.running("loss summed over a row", SampleLoss.class, (op, values, right) -> {
                    right.run();
                    float[] losses = values.floats(op.losses());
                    for (int i = 0; i < losses.length; i++) {
                        losses[i] *= (float) op.prediction().elements() / losses.length;
                    }
                    values.put(op.losses(), losses);
                }),
                Mutant.running("rows counted, not weights", WeightedSum.class, (op, values, right) -> {
                    right.run();
                    float[] totals = values.floats(op.totals());
                    totals[1] = op.weights().elements();
                    values.put(op.totals(), totals);
                }));
    }

    private static List<Mutant> ofUpdates() {
        return List.of(
                Mutant.running("β₂ correction off by one", Adam.class, (op, values, right) -> {
                    float[] before = values.floats(op.params());
                    right.run();
                    float[] after = values.floats(op.params());
                    int step = values.integer(op.control().step());
                    double beta2 = op.settings().beta2();
                    double factor = Math.sqrt((1 - Math.pow(beta2, step + 1)) / (1 - Math.pow(beta2, step)));
                    for (int i = 0; i < after.length; i++) {
                        after[i] = (float) (before[i] + (after[i] - before[i]) * factor);
                    }
                    values.put(op.params(), after);
                }),
                Mutant.rewriting("decay coupled", Adam.class,
                        op -> Rewrite.parts(op, Decay.class, decay -> Decay.COUPLED)),
                Mutant.rewriting("decay decoupled", Adam.class,
                        op -> Rewrite.parts(op, Decay.class, decay -> Decay.DECOUPLED)),
                Mutant.rewriting("momentum never looks ahead", Sgd.class,
                        op -> Rewrite.parts(op, Momentum.class, kind -> Momentum.CLASSIC)),
                Mutant.running("gradient scale ignored", Adam.class, (op, values, right) -> {
                    float scale = values.floats(op.control().scale())[0];
                    values.put(op.control().scale(), 1f);
                    right.run();
                    values.put(op.control().scale(), scale);
                }),
                Mutant.running("norm not rooted", GradientNorm.class, (op, values, right) -> {
                    right.run();
                    float norm = values.floats(op.norm())[0];
                    values.put(op.norm(), norm * norm);
                }),
                Mutant.running("clipping that scales up", ClipScale.class,
                        (op, values, right) -> values.put(op.scale(),
                                op.limit() / (values.floats(op.norm())[0] + 1e-6f))),
                Mutant.running("clipping without its epsilon", ClipScale.class, (op, values, right) -> values
                        .put(op.scale(), Math.min(1, op.limit() / values.floats(op.norm())[0]))));
    }

    private static List<Mutant> ofNoise() {
        return List.of(
                Mutant.running("noise that ignores the tick", Noise.class, (op, values, right) -> {
                    int tick = values.integer(op.tick());
                    values.put(op.tick(), 3);
                    right.run();
                    values.put(op.tick(), tick);
                }),
                Mutant.rewriting("noise that ignores the stream", Noise.class,
                        op -> Rewrite.parts(op, Source.class, source -> new Source(source.seed(), 7))),
                Mutant.rewriting("noise from half a seed", Noise.class, op -> Rewrite.parts(op, Source.class,
                        source -> new Source(source.seed() & 0xFFFFFFFFL, source.stream()))),
                Mutant.rewriting("dropout that keeps what it should drop", Noise.class,
                        op -> Rewrite.parts(op, Distribution.class,
                                each -> each instanceof Distribution.Bernoulli(float p, float value)
                                        ? new Distribution.Bernoulli(1 - p, value) : each)));
    }

    private static List<Mutant> ofMoves() {
        return List.of(
                Mutant.running("border's top and bottom swapped", Pad.class, (op, values, right) -> {
                    var b = op.border();
                    right.run();
                    if (b.top() != b.bottom() && op.write() == Write.SET) {
                        float[] outer = values.floats(op.outer());
                        int row = op.outer().shape().extent(2) * op.outer().shape().extent(3);
                        float[] moved = new float[outer.length];
                        System.arraycopy(outer, 0, moved, row, outer.length - row);
                        values.put(op.outer(), moved);
                    }
                }),
                Mutant.rewriting("border's left and right swapped", Crop.class,
                        op -> Rewrite.parts(op, Border.class,
                                b -> new Border(b.top(), b.bottom(), b.right(), b.left()))),
                Mutant.running("padding adds a border of ones", Pad.class, (op, values, right) -> {
                    right.run();
                    float[] outer = values.floats(op.outer());
                    outer[0] = op.border().top() > 0 ? 1 : outer[0];
                    values.put(op.outer(), outer);
                }),
                Mutant.running("channels copied from the first on", ChannelCopy.class,
                        (op, values, right) -> {
                            float[] source = values.floats(op.source());
                            int channels = op.source().shape().extent(-1);
                            int from = op.span().from();
                            float[] moved = new float[source.length];
                            for (int i = 0; i < source.length; i++) {
                                moved[i] = source[Math.floorMod(i - from, source.length) % source.length];
                            }
                            values.put(op.source(), channels == op.span().channels() ? source : moved);
                            right.run();
                            values.put(op.source(), source);
                        }),
                Mutant.running("first rows instead of gathered ones", Gather.class, (op, values, right) -> {
                    float[] table = values.floats(op.table());
                    values.put(op.out(), Arrays.copyOf(table, op.out().elements()));
                }),
                Mutant.rewriting("fill with zero", Fill.class,
                        op -> new MemoryOp.Fill(0, ((Fill) op).out())));
    }
}
