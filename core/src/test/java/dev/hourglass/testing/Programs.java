package dev.hourglass.testing;

import dev.hourglass.nn.BatchNorm;
import dev.hourglass.nn.Concat;
import dev.hourglass.nn.Conv2d;
import dev.hourglass.nn.ConvTranspose2d;
import dev.hourglass.nn.Crop2d;
import dev.hourglass.nn.Dense;
import dev.hourglass.nn.Flatten;
import dev.hourglass.nn.Layer;
import dev.hourglass.nn.LinearPath;
import dev.hourglass.nn.Pad2d;
import dev.hourglass.nn.Pool2d;
import dev.hourglass.nn.Reshape;
import dev.hourglass.nn.Residual;
import dev.hourglass.nn.Sequential;
import dev.hourglass.nn.Upsample2d;
import dev.hourglass.plan.Activation;
import dev.hourglass.plan.DType;
import dev.hourglass.plan.Initializer;
import dev.hourglass.plan.MatrixOp.Gemm;
import dev.hourglass.plan.MatrixOp.Layout;
import dev.hourglass.plan.MemoryOp;
import dev.hourglass.plan.Mode;
import dev.hourglass.plan.Parameter;
import dev.hourglass.plan.Parameter.Decay;
import dev.hourglass.plan.PointwiseOp;
import dev.hourglass.plan.PoolOp;
import dev.hourglass.plan.Program;
import dev.hourglass.plan.ProgramBuilder;
import dev.hourglass.plan.Role;
import dev.hourglass.plan.Routine;
import dev.hourglass.plan.RoutineBuilder;
import dev.hourglass.plan.Shape;
import dev.hourglass.plan.Slot;
import dev.hourglass.plan.Window;
import dev.hourglass.plan.Write;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Small functions of parameters, made of many ops, whose memory the planner shares: each appends itself to a
 * routine and returns its result.
 */
final class Programs {
    static final String VALUE = "value";
    static final String UPSTREAM = "upstream";
    private static final Shape IMAGES = Shape.of(2, 6, 4, 3);

    private Programs() {
    }

    static Map<String, Function<RoutineBuilder, Slot>> all() {
        var map = new LinkedHashMap<String, Function<RoutineBuilder, Slot>>();
        var tanh = new Activation.Tanh();
        map.put("compression",
                layers(Conv2d.same(5, 3, 1, new Activation.Relu()), Pool2d.max(2), new Flatten(),
                        Dense.linear(4), Dense.of(24, new Activation.Sigmoid()), Reshape.to(2, 4, 3)));
        map.put("max-pools, one of them overlapping",
                layers(Conv2d.same(9, 3, 1, new Activation.Relu()),
                        new Pool2d(PoolOp.Kind.MAX, Window.of(3, 1, 1)),
                        Conv2d.same(8, 3, 1, new Activation.Relu()), Pool2d.max(2),
                        Conv2d.same(2, 3, 1, new Activation.Relu()), Pool2d.max(2)));
        map.put("a max-pool whose input is used again", Programs::pooledTwice);
        map.put("denoising", layers(Conv2d.same(5, 3, 1, tanh), Conv2d.same(4, 3, 2, tanh),
                ConvTranspose2d.same(3, 3, 2, tanh), Conv2d.same(1, 3, 1, new Activation.Sigmoid())));
        map.put("Keras' same", layers(Conv2d.tensorflowSame(5, 3, 2, tanh),
                ConvTranspose2d.tensorflowSame(2, 3, 2, new Activation.Softplus())));
        map.put("batch norm in a residual branch",
                layers(new Residual(Sequential.of(Conv2d.same(3, 3, 1, tanh),
                        BatchNorm.standard(new Activation.Silu())))));
        map.put("batch norm of what is used again", layers(new Residual(BatchNorm.standard(tanh)),
                new Residual(Sequential.of())));
        map.put("a linear path past layers",
                layers(new LinearPath(Sequential.of(new Flatten(), Dense.of(5, tanh), Dense.linear(8),
                        Reshape.to(2, 2, 2)), 0.5f), Conv2d.same(1, 3, 1, tanh)));
        map.put("joined branches",
                layers(Concat.of(Sequential.of(), Conv2d.same(2, 3, 1, tanh), Sequential.of()),
                        Upsample2d.by(2), Pool2d.average(2)));
        map.put("a border and none",
                layers(new Pad2d(new MemoryOp.Border(1, 2, 0, 3)), Conv2d.same(2, 3, 1, tanh),
                        new Crop2d(new MemoryOp.Border(2, 0, 1, 1))));
        map.put("one hidden layer, two heads", Programs::twoHeads);
        map.put("tied weights", Programs::tied);
        map.put("a square", Programs::square);
        map.put("a copy added to a copy, one of them used again", Programs::addedCopies);
        map.put("one channel copied three times", Programs::repeatedChannel);
        return map;
    }

    /**
     * The function and its gradient: TRAIN_STEP computes the gradients of all parameters for the gradient in
     * {@link #UPSTREAM}, EVALUATE leaves the result in {@link #VALUE}.
     */
    static Program differentiated(Function<RoutineBuilder, Slot> definition) {
        return ProgramBuilder.build(1, builder -> {
            var train = builder.routine(Routine.TRAIN_STEP, Mode.TRAIN);
            Slot out = definition.apply(train);
            Slot given = builder.port(UPSTREAM, out.shape(), DType.F32, Role.INPUT);
            Slot gradient = train.activation("gradient", out.shape());
            train.add(new MemoryOp.Copy(given, gradient, Write.SET));
            train.addAdjoint(out, gradient);
            var evaluate = builder.routine(Routine.EVALUATE, Mode.TRAIN);
            Slot value = definition.apply(evaluate);
            Slot port = builder.port(VALUE, value.shape(), DType.F32, Role.RESULT);
            evaluate.add(new MemoryOp.Copy(value, port, Write.SET));
        });
    }

    /** The slot that TRAIN_STEP leaves a parameter's gradient in. */
    static Slot gradient(Program program, Parameter parameter) {
        return program.slots().stream()
                .filter(slot -> slot.role() == Role.GRADIENT && slot.name().equals("∂" + parameter.name()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no gradient reaches " + parameter.name()));
    }

    static Slot parameter(RoutineBuilder routine, String name, Shape shape) {
        return routine.program().parameter(name, shape, new Initializer.Constant(0), Decay.DECAYED);
    }

    private static Function<RoutineBuilder, Slot> layers(Layer... layers) {
        return routine -> Sequential.of(layers).lower(routine, "net", scaled(routine));
    }

    /** An intermediate value, so that its gradient is not a parameter's. */
    static Slot scaled(RoutineBuilder routine) {
        Slot x = routine.activation("x", IMAGES);
        routine.add(new PointwiseOp.Scale(parameter(routine, "input", IMAGES), 1.5f, x, Write.SET));
        return x;
    }

    private static Slot pooledTwice(RoutineBuilder routine) {
        Slot rectified = Conv2d.same(9, 3, 1, new Activation.Relu()).lower(routine, "rectified",
                scaled(routine));
        Slot first = Pool2d.max(2).lower(routine, "first", rectified);
        Slot second = Pool2d.max(2).lower(routine, "second", rectified);
        Slot sum = routine.activation("sum", first.shape());
        routine.add(new PointwiseOp.AddScaled(first, second, 0.5f, sum));
        return sum;
    }

    private static Slot twoHeads(RoutineBuilder routine) {
        Slot hidden = Dense.of(6, new Activation.Elu(1)).lower(routine, "hidden", scaled(routine));
        Slot first = Dense.of(5, new Activation.Gelu()).lower(routine, "first", hidden);
        Slot second = Dense.of(5, new Activation.Softplus()).lower(routine, "second", hidden);
        Slot out = routine.activation("out", first.shape());
        routine.add(new PointwiseOp.AddScaled(first, second, -0.7f, out));
        return out;
    }

    private static Slot tied(RoutineBuilder routine) {
        Slot x = scaled(routine);
        Slot weight = parameter(routine, "weight", Shape.of(72, 5));
        Slot code = routine.activation("code", Shape.of(2, 5));
        routine.add(new Gemm(x, Layout.PLAIN, weight, Layout.PLAIN, code, Write.SET));
        Slot out = routine.activation("out", IMAGES);
        routine.add(new Gemm(code, Layout.PLAIN, weight, Layout.TRANSPOSED, out, Write.SET));
        return out;
    }

    private static Slot square(RoutineBuilder routine) {
        Slot x = scaled(routine);
        Slot out = routine.activation("out", IMAGES);
        routine.add(new PointwiseOp.Multiply(x, x, out, Write.SET));
        return out;
    }

    /** (x + tanh x) · 3 tanh x by copies: their gradients are equal until one of them is added to. */
    private static Slot addedCopies(RoutineBuilder routine) {
        Slot x = scaled(routine);
        Slot y = routine.activation("y", IMAGES);
        routine.add(new PointwiseOp.Activate(new Activation.Tanh(), x, y));
        Slot z = routine.activation("z", IMAGES);
        routine.add(new PointwiseOp.Scale(y, 3, z, Write.SET));
        Slot sum = routine.activation("sum", IMAGES);
        routine.add(new MemoryOp.Copy(x, sum, Write.SET));
        routine.add(new MemoryOp.Copy(y, sum, Write.ADD));
        Slot out = routine.activation("out", IMAGES);
        routine.add(new PointwiseOp.Multiply(sum, z, out, Write.SET));
        return out;
    }

    private static Slot repeatedChannel(RoutineBuilder routine) {
        Slot x = scaled(routine);
        Slot out = routine.activation("out", IMAGES);
        for (int to = 0; to < 3; to++) {
            routine.add(new MemoryOp.ChannelCopy(new MemoryOp.ChannelSpan(1, to, 1), x, out, Write.SET));
        }
        return out;
    }
}
