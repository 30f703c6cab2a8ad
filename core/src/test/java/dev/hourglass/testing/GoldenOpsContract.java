package dev.hourglass.testing;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.hourglass.plan.Activation;
import dev.hourglass.plan.ConvGeometry;
import dev.hourglass.plan.ConvOp.Convolve;
import dev.hourglass.plan.ConvOp.ConvolveAdjoint;
import dev.hourglass.plan.ConvOp.FilterGradient;
import dev.hourglass.plan.Criterion;
import dev.hourglass.plan.Extent2;
import dev.hourglass.plan.ImageExtent;
import dev.hourglass.plan.LossOp.LossGradient;
import dev.hourglass.plan.LossOp.SampleLoss;
import dev.hourglass.plan.NormOp;
import dev.hourglass.plan.PointwiseOp.Activate;
import dev.hourglass.plan.PointwiseOp.ActivateGradient;
import dev.hourglass.plan.PointwiseOp.AddBias;
import dev.hourglass.plan.PointwiseOp.BiasGradient;
import dev.hourglass.plan.PoolGeometry;
import dev.hourglass.plan.PoolOp;
import dev.hourglass.plan.Window;
import dev.hourglass.plan.Write;
import dev.hourglass.spi.Backend;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * A backend's operations against values made with PyTorch ({@code src/test/golden/README.md}). The reference
 * backend is held by it, and so is every other.
 */
public abstract class GoldenOpsContract {
    private static final GoldenFile FILE = GoldenFile.resource("ops.npz");
    private static final Map<String, Activation> ACTIVATIONS = Map.of("relu", new Activation.Relu(),
            "leakyrelu",
            new Activation.LeakyRelu(0.01f), "elu", new Activation.Elu(1), "sigmoid",
            new Activation.Sigmoid(), "tanh",
            new Activation.Tanh(), "softplus", new Activation.Softplus(), "silu", new Activation.Silu(),
            "gelu",
            new Activation.Gelu(), "exp", new Activation.Exp(), "clamp", new Activation.Clamp(-0.5f, 2));
    private static final Map<String, Criterion> CRITERIA = Map.of("mse", new Criterion.MeanSquaredError(),
            "bce",
            new Criterion.BinaryCrossEntropy(), "mae", new Criterion.MeanAbsoluteError(), "huber",
            new Criterion.Huber(1));

    /** A fresh backend; each case closes its own. */
    protected abstract Backend open();

    @TestFactory
    Stream<DynamicTest> convolution() {
        return cases("conv", c -> {
            var geometry = geometry(c);
            var large = c.in("large");
            var filter = c.in("filter");
            var gradient = c.in("smallGradient");
            var linear = c.scratch(geometry.smallShape());
            c.routine().add(new Convolve(geometry, large, filter, linear, Write.SET));
            c.routine().add(new AddBias(linear, c.in("bias"), c.out("small")));
            c.routine()
                    .add(new ConvolveAdjoint(geometry, gradient, filter, c.out("largeGradient"), Write.SET));
            c.routine()
                    .add(new FilterGradient(geometry, large, gradient, c.out("filterGradient"), Write.SET));
            c.routine().add(new BiasGradient(gradient, c.out("biasGradient"), Write.SET));
        });
    }

    @TestFactory
    Stream<DynamicTest> transposedConvolution() {
        return cases("transposed", c -> {
            var geometry = geometry(c);
            var small = c.in("small");
            var filter = c.in("filter");
            var gradient = c.in("largeGradient");
            var linear = c.scratch(geometry.largeShape());
            c.routine().add(new ConvolveAdjoint(geometry, small, filter, linear, Write.SET));
            c.routine().add(new AddBias(linear, c.in("bias"), c.out("large")));
            c.routine().add(new Convolve(geometry, gradient, filter, c.out("smallGradient"), Write.SET));
            c.routine()
                    .add(new FilterGradient(geometry, gradient, small, c.out("filterGradient"), Write.SET));
            c.routine().add(new BiasGradient(gradient, c.out("biasGradient"), Write.SET));
        });
    }

    @TestFactory
    Stream<DynamicTest> maxPool() {
        return cases("maxpool", c -> pool(c, PoolOp.Kind.MAX));
    }

    @TestFactory
    Stream<DynamicTest> averagePool() {
        return cases("averagepool", c -> pool(c, PoolOp.Kind.AVERAGE));
    }

    private static void pool(GoldenCase c, PoolOp.Kind kind) {
        var large = c.in("large");
        var image = ImageExtent.of(large.shape());
        var geometry = PoolGeometry.over(large.shape().extent(0), image, window(c.ints("window")));
        c.routine().add(new PoolOp.Pool(kind, geometry, large, c.out("small")));
        c.routine()
                .add(new PoolOp.PoolGradient(kind, geometry, large, c.in("smallGradient"),
                        c.out("largeGradient"),
                        Write.SET));
    }

    @TestFactory
    Stream<DynamicTest> upsample() {
        return cases("upsample", c -> {
            int[] factor = c.ints("factor");
            var extent = new Extent2(factor[0], factor[1]);
            c.routine().add(new PoolOp.Upsample(extent, c.in("small"), c.out("large")));
            c.routine().add(new PoolOp.UpsampleGradient(extent, c.in("largeGradient"), c.out("smallGradient"),
                    Write.SET));
        });
    }

    @TestFactory
    Stream<DynamicTest> batchNorm() {
        return cases("batchnorm", c -> {
            var in = c.in("in");
            var gamma = c.in("gamma");
            var running = new NormOp.Running(c.inOut("runningMean", "newRunningMean"),
                    c.inOut("runningVariance", "newRunningVariance"));
            var saved = new NormOp.Saved(c.out("savedMean"), c.out("savedInverseDeviation"));
            c.routine()
                    .add(new NormOp.BatchNorm(settings(c), in, new NormOp.Affine(gamma, c.in("beta")),
                            running,
                            saved, c.out("out")));
            c.routine()
                    .add(new NormOp.BatchNormGradient(in, c.in("outGradient"), gamma, saved,
                            c.out("inGradient"),
                            new NormOp.Affine(c.out("gammaGradient"), c.out("betaGradient")), Write.SET));
        });
    }

    @TestFactory
    Stream<DynamicTest> batchNormInference() {
        return cases("batchnorm-inference",
                c -> c.routine().add(new NormOp.BatchNormInference(settings(c), c.in("in"),
                        new NormOp.Affine(c.in("gamma"), c.in("beta")),
                        new NormOp.Running(c.in("runningMean"), c.in("runningVariance")), c.out("out"))));
    }

    @TestFactory
    Stream<DynamicTest> activation() {
        return Stream.of("activation", "activation-extreme").flatMap(family -> FILE.children(family).stream()
                .map(name -> test(family + "/" + name, c -> activate(c, ACTIVATIONS.get(name)))));
    }

    private static void activate(GoldenCase c, Activation function) {
        var in = c.in("in");
        var out = c.out("out");
        c.routine().add(new Activate(function, in, out));
        var saved = function.saved() == Activation.Saved.INPUT ? in : out;
        c.routine().add(
                new ActivateGradient(function, saved, c.in("outGradient"), c.out("inGradient"), Write.SET));
    }

    @TestFactory
    Stream<DynamicTest> loss() {
        return FILE.children("loss").stream().map(name -> test("loss/" + name, c -> {
            var prediction = c.in("prediction");
            var target = c.in("target");
            c.routine().add(new SampleLoss(CRITERIA.get(name), prediction, target, c.out("rowLosses")));
            c.routine().add(new LossGradient(CRITERIA.get(name), prediction, target, c.in("weights"),
                    c.out("weightedGradient")));
        }));
    }

    private Stream<DynamicTest> cases(String family, Consumer<GoldenCase> definition) {
        return FILE.children(family).stream().map(name -> test(family + "/" + name, definition));
    }

    private DynamicTest test(String prefix, Consumer<GoldenCase> definition) {
        return dynamicTest(prefix, () -> {
            try (Backend backend = open()) {
                GoldenCase.check(backend, FILE, prefix, definition);
            }
        });
    }

    private static ConvGeometry geometry(GoldenCase c) {
        var large = c.shape("large");
        return new ConvGeometry(large.extent(0), ImageExtent.of(large), ImageExtent.of(c.shape("small")),
                window(c.ints("window")), c.ints("groups")[0]);
    }

    private static Window window(int[] numbers) {
        return new Window(new Extent2(numbers[0], numbers[1]), new Extent2(numbers[2], numbers[3]),
                new Extent2(numbers[4], numbers[5]), new Extent2(numbers[6], numbers[7]));
    }

    private static NormOp.Settings settings(GoldenCase c) {
        float[] settings = c.floats("settings");
        return new NormOp.Settings(settings[0], settings[1]);
    }
}
