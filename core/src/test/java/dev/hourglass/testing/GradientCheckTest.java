package dev.hourglass.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.hourglass.plan.Activation;
import dev.hourglass.plan.Criterion;
import dev.hourglass.plan.DType;
import dev.hourglass.plan.Differentiable;
import dev.hourglass.plan.Initializer;
import dev.hourglass.plan.LossOp.LossGradient;
import dev.hourglass.plan.LossOp.SampleLoss;
import dev.hourglass.plan.LossOp.WeightedSum;
import dev.hourglass.plan.MemoryPlan;
import dev.hourglass.plan.NormOp;
import dev.hourglass.plan.Op;
import dev.hourglass.plan.PointwiseOp;
import dev.hourglass.plan.Role;
import dev.hourglass.plan.RoutineBuilder;
import dev.hourglass.plan.Shape;
import dev.hourglass.plan.Slot;
import dev.hourglass.plan.Write;
import dev.hourglass.reference.Precision;
import dev.hourglass.reference.ReferenceBackend;
import dev.hourglass.reference.ReferenceMemory;
import dev.hourglass.spi.Options;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The backward pass of every op, and of programs of many, against differences of the forward pass. */
class GradientCheckTest {

    /**
     * Every case of a differentiable op in the contract suite that is small enough, all inputs being
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

    private static boolean isSmallAndDifferentiable(OpCase opCase) {
        Op op = opCase.op();
        return op instanceof Differentiable && !opCase.name().contains("in place")
                && op.flops() + op.reads().stream().mapToInt(Slot::elements).sum() < 10_000;
    }

    /** The op over slots of the routine: what it reads comes from parameters of the same names. */
    private static Slot lower(OpCase opCase, RoutineBuilder routine) {
        Op plain = opCase.op();
        Map<Slot, Slot> slots = new HashMap<>();
        for (Slot read : plain.reads()) {
            slots.computeIfAbsent(read, slot -> plain.writes().contains(slot)
                    ? before(plain, slot, routine) : Programs.parameter(routine, slot.name(), slot.shape()));
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
        Slot start = Programs.parameter(routine, slot.name() + " before", slot.shape());
        routine.add(new PointwiseOp.Scale(start, 0.5f, out, Write.SET));
        return out;
    }

    @TestFactory
    Stream<DynamicTest> programs() {
        return Programs.all().entrySet().stream()
                .map(each -> dynamicTest(each.getKey(), () -> GradientCheck.check(each.getValue())));
    }

    /** LossGradient is the gradient of the weighted mean of SampleLoss. */
    @TestFactory
    Stream<DynamicTest> losses() {
        return LossCases.criteria().stream()
                .map(each -> dynamicTest(each.toString(), () -> checkLoss(each)));
    }

    private static void checkLoss(Criterion criterion) {
        Slot prediction = root(0, Shape.of(3, 2, 4));
        Slot target = root(1, Shape.of(3, 8));
        Slot weights = root(2, Shape.of(3));
        Slot losses = root(3, Shape.of(3));
        Slot totals = root(4, Shape.of(2));
        Slot gradient = root(5, Shape.of(24));
        var offsets = Map.of(0, 0L, 1, 256L, 2, 512L, 3, 768L, 4, 1024L, 5, 1280L);
        List<Op> ops = List.of(new SampleLoss(criterion, prediction, target, losses),
                new WeightedSum(losses, weights, totals, Write.SET),
                new LossGradient(criterion, prediction, target, weights, gradient));
        try (var backend = new ReferenceBackend(Options.standard().withThreads(1), Precision.DOUBLE);
                ReferenceMemory memory = backend.allocate(new MemoryPlan(1536, offsets, 1536, Map.of()))) {
            var replay = backend.compile(ops, memory);
            double[] values = new double[24];
            double[] targets = new double[24];
            for (int i = 0; i < 24; i++) {
                values[i] = Math.sin(i * 1.7);
                targets[i] = 0.5 + 0.5 * Math.sin(i);
            }
            memory.write(target, targets);
            memory.write(weights, new double[] {0.5, 0, 2});
            memory.write(prediction, values);
            replay.run();
            double[] derived = memory.read(gradient);
            for (int i = 0; i < 24; i++) {
                double kept = values[i];
                double[] mean = new double[2];
                for (int side = 0; side < 2; side++) {
                    values[i] = kept + (side == 0 ? -1e-5 : 1e-5);
                    memory.write(prediction, values);
                    replay.run();
                    double[] sums = memory.read(totals);
                    mean[side] = sums[0] / sums[1];
                }
                values[i] = kept;
                assertEquals((mean[1] - mean[0]) / 2e-5, derived[i], 1e-9, "element " + i);
            }
        }
    }

    private static Slot root(int id, Shape shape) {
        return new Slot(id, "slot" + id, shape, DType.F32, Role.ACTIVATION, id, 0);
    }

    /** The check can fail: here the function whose differences are taken is another one. */
    @Test
    void findsAWrongGradient() {
        var lowered = new AtomicInteger();
        assertThrows(AssertionError.class, () -> GradientCheck.check(routine -> {
            Slot x = Programs.scaled(routine);
            Slot out = routine.activation("out", x.shape());
            Activation function = lowered.getAndIncrement() % 2 == 0 ? new Activation.Tanh()
                    : new Activation.Silu();
            routine.add(new PointwiseOp.Activate(function, x, out));
            return out;
        }));
    }
}
