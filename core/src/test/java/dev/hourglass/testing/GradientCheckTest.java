package dev.hourglass.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.hourglass.nn.BatchNorm;
import dev.hourglass.nn.Concat;
import dev.hourglass.nn.Conv2d;
import dev.hourglass.nn.ConvTranspose2d;
import dev.hourglass.nn.Dense;
import dev.hourglass.nn.Flatten;
import dev.hourglass.nn.Layer;
import dev.hourglass.nn.Pool2d;
import dev.hourglass.nn.Reshape;
import dev.hourglass.nn.Residual;
import dev.hourglass.nn.Sequential;
import dev.hourglass.nn.Upsample2d;
import dev.hourglass.plan.Activation;
import dev.hourglass.plan.Differentiable;
import dev.hourglass.plan.Initializer;
import dev.hourglass.plan.MatrixOp.Gemm;
import dev.hourglass.plan.MatrixOp.Layout;
import dev.hourglass.plan.MemoryOp;
import dev.hourglass.plan.NormOp;
import dev.hourglass.plan.Op;
import dev.hourglass.plan.Parameter.Decay;
import dev.hourglass.plan.PointwiseOp;
import dev.hourglass.plan.RoutineBuilder;
import dev.hourglass.plan.Shape;
import dev.hourglass.plan.Slot;
import dev.hourglass.plan.Write;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The backward pass of every op, and of programs of many, against differences of the forward pass. */
class GradientCheckTest {
    private static final Shape IMAGES = Shape.of(2, 6, 4, 3);

    /**
     * Every case of a differentiable op in the contract suite that is small enough, with all inputs as
     * parameters.
     */
    @TestFactory
    Stream<DynamicTest> everyDifferentiableOp() {
        return OpCases.all().stream().filter(GradientCheckTest::isSmallAndDifferentiable)
                .map(each -> dynamicTest(each.name(),
                        () -> GradientCheck.check(routine -> lower(each, routine))));
    }

    @Test
    void noDifferentiableOpIsLeftOut() {
        var checked = new TreeSet<String>();
        OpCases.all().stream().filter(GradientCheckTest::isSmallAndDifferentiable)
                .forEach(each -> checked.add(each.op().name()));
        var all = new TreeSet<String>();
        Arrays.stream(Differentiable.class.getPermittedSubclasses())
                .forEach(each -> all.add(each.getSimpleName()));
        assertEquals(all, checked);
    }

    /**
     * Where a corner of a function lies within the step of the differences, there is no derivative to
     * compare.
     */
    private static boolean isSmallAndDifferentiable(OpCase opCase) {
        Op op = opCase.op();
        return op instanceof Differentiable && !opCase.name().contains("in place")
                && !opCase.name().contains("corners") && !opCase.name().contains("large")
                && op.flops() + op.reads().stream().mapToInt(Slot::elements).sum() < 10_000;
    }

    /** The op over slots of the routine: what it reads comes from parameters of the same names. */
    private static Slot lower(OpCase opCase, RoutineBuilder routine) {
        Op plain = opCase.op();
        Map<Slot, Slot> slots = new HashMap<>();
        for (Slot read : plain.reads()) {
            slots.computeIfAbsent(read, slot -> plain.writes().contains(slot)
                    ? before(plain, slot, routine) : parameter(routine, slot.name(), slot.shape()));
        }
        plain.writes().forEach(slot -> slots.computeIfAbsent(slot,
                key -> routine.activation(key.name(), key.shape())));
        routine.add(Rewrite.parts(plain, Slot.class, slots::get));
        return slots.get(plain.writes().getFirst());
    }

    /** What an op adds to: itself the result of another one. */
    private static Slot before(Op op, Slot slot, RoutineBuilder routine) {
        if (op instanceof NormOp) {
            return routine.program().state(slot.name(), slot.shape(), new Initializer.Constant(1));
        }
        Slot out = routine.activation(slot.name(), slot.shape());
        Slot start = parameter(routine, slot.name() + " before", slot.shape());
        routine.add(new PointwiseOp.Scale(start, 0.5f, out, Write.SET));
        return out;
    }

    private static Slot parameter(RoutineBuilder routine, String name, Shape shape) {
        return routine.program().parameter(name, shape, new Initializer.Constant(0), Decay.DECAYED);
    }

    @TestFactory
    Stream<DynamicTest> programs() {
        return definitions().entrySet().stream()
                .map(each -> dynamicTest(each.getKey(), () -> GradientCheck.check(each.getValue())));
    }

    private static Map<String, Function<RoutineBuilder, Slot>> definitions() {
        var map = new LinkedHashMap<String, Function<RoutineBuilder, Slot>>();
        var tanh = new Activation.Tanh();
        map.put("compression",
                layers(Conv2d.same(5, 3, 1, new Activation.Relu()), Pool2d.max(2), new Flatten(),
                        Dense.linear(4), Dense.of(24, new Activation.Sigmoid()), Reshape.to(2, 4, 3)));
        map.put("denoising", layers(Conv2d.same(5, 3, 1, tanh), Conv2d.same(4, 3, 2, tanh),
                ConvTranspose2d.same(3, 3, 2, tanh), Conv2d.same(1, 3, 1, new Activation.Sigmoid())));
        map.put("Keras' same", layers(Conv2d.tensorflowSame(5, 3, 2, tanh),
                ConvTranspose2d.tensorflowSame(2, 3, 2, new Activation.Softplus())));
        map.put("batch norm in a residual branch",
                layers(new Residual(Sequential.of(Conv2d.same(3, 3, 1, tanh),
                        BatchNorm.standard(new Activation.Silu())))));
        map.put("batch norm of what is used again", layers(new Residual(BatchNorm.standard(tanh)),
                new Residual(Sequential.of())));
        map.put("joined branches",
                layers(Concat.of(Sequential.of(), Conv2d.same(2, 3, 1, tanh), Sequential.of()),
                        Upsample2d.by(2), Pool2d.average(2)));
        map.put("one hidden layer, two heads", GradientCheckTest::twoHeads);
        map.put("tied weights", GradientCheckTest::tied);
        map.put("a square", routine -> {
            Slot x = scaled(routine);
            Slot out = routine.activation("out", IMAGES);
            routine.add(new PointwiseOp.Multiply(x, x, out, Write.SET));
            return out;
        });
        map.put("a copy added to a copy, one of them used again", GradientCheckTest::addedCopies);
        map.put("one channel of two used twice", GradientCheckTest::channelTwice);
        return map;
    }

    private static Function<RoutineBuilder, Slot> layers(Layer... layers) {
        return routine -> Sequential.of(layers).lower(routine, "net", scaled(routine));
    }

    /** An intermediate value, so that its gradient is not a parameter's. */
    private static Slot scaled(RoutineBuilder routine) {
        Slot x = routine.activation("x", IMAGES);
        routine.add(new PointwiseOp.Scale(parameter(routine, "input", IMAGES), 1.5f, x, Write.SET));
        return x;
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

    /** out = x + tanh x by copies: the copies' gradients are equal, but only one of them is added to. */
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

    private static Slot channelTwice(RoutineBuilder routine) {
        Slot x = scaled(routine);
        Slot out = routine.activation("out", IMAGES);
        for (int to = 0; to < 3; to++) {
            routine.add(new MemoryOp.ChannelCopy(new MemoryOp.ChannelSpan(1, to, 1), x, out, Write.SET));
        }
        return out;
    }

    /** The check can fail: here the function whose differences are taken is another one. */
    @Test
    void findsAWrongGradient() {
        var lowered = new AtomicInteger();
        assertThrows(AssertionError.class, () -> GradientCheck.check(routine -> {
            Slot out = routine.activation("out", IMAGES);
            Activation function = lowered.getAndIncrement() % 2 == 0 ? new Activation.Tanh()
                    : new Activation.Silu();
            routine.add(new PointwiseOp.Activate(function, scaled(routine), out));
            return out;
        }));
    }
}
