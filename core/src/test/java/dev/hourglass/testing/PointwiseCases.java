package dev.hourglass.testing;

import dev.hourglass.plan.Activation;
import dev.hourglass.plan.PointwiseOp.Activate;
import dev.hourglass.plan.PointwiseOp.ActivateGradient;
import dev.hourglass.plan.PointwiseOp.AddBias;
import dev.hourglass.plan.PointwiseOp.AddScaled;
import dev.hourglass.plan.PointwiseOp.BiasGradient;
import dev.hourglass.plan.PointwiseOp.Multiply;
import dev.hourglass.plan.PointwiseOp.Scale;
import dev.hourglass.plan.Shape;
import dev.hourglass.plan.Slot;
import dev.hourglass.plan.Write;
import java.util.List;

final class PointwiseCases {
    private static final Shape IMAGES = Shape.of(2, 7, 6, 3);
    private static final Shape ROWS = Shape.of(5, 19);
    private static final Shape MANY = Shape.of(4, 28, 28, 32);

    private PointwiseCases() {
    }

    static List<OpCase> all() {
        var cases = new CaseList();
        addBias(cases);
        for (Activation function : activations()) {
            addActivation(cases, function);
        }
        addArithmetic(cases);
        return cases.all();
    }

    static List<Activation> activations() {
        return List.of(new Activation.Identity(), new Activation.Relu(), new Activation.LeakyRelu(0.2f),
                new Activation.Elu(0.7f), new Activation.Sigmoid(), new Activation.Tanh(),
                new Activation.Softplus(), new Activation.Silu(), new Activation.Gelu(), new Activation.Exp(),
                new Activation.Clamp(-0.5f, 0.75f));
    }

    private static void addBias(CaseList cases) {
        for (Shape shape : List.of(IMAGES, ROWS, MANY, Shape.of(3, 5, 4, 1), Shape.of(1, 7))) {
            var channels = Shape.of(shape.extent(-1));
            cases.add("AddBias/" + shape,
                    s -> new AddBias(s.slot("in", shape), s.slot("bias", channels), s.slot("out", shape)));
            cases.add("AddBias/in place " + shape, s -> {
                Slot in = s.slot("in", shape);
                return new AddBias(in, s.slot("bias", channels), s.inPlaceOf(in, "out", shape));
            });
            cases.addBoth("BiasGradient/" + shape,
                    (s, write) -> new BiasGradient(s.slot("out gradient", shape),
                            s.slot("bias gradient", channels), write));
        }
    }

    private static void addActivation(CaseList cases, Activation function) {
        String name = function.getClass().getSimpleName();
        for (Shape shape : List.of(IMAGES, Shape.of(13), MANY)) {
            cases.add("Activate/" + name + " " + shape, s -> new Activate(function,
                    s.slot("in", shape, Contents.between(-4, 4)), s.slot("out", shape)));
        }
        cases.add("Activate/in place " + name, s -> {
            Slot in = s.slot("in", IMAGES, Contents.between(-4, 4));
            return new Activate(function, in, s.inPlaceOf(in, "out", IMAGES));
        });
        cases.add("Activate/corners " + name, s -> new Activate(function,
                s.slot("in", Shape.of(6), Contents.repeating(0, -0.5f, 0.75f, 1, -1, 1e-3f)),
                s.slot("out", Shape.of(6))));
        if (!(function instanceof Activation.Exp)) {
            cases.add("Activate/large " + name, s -> new Activate(function,
                    s.slot("in", Shape.of(6), Contents.repeating(-200, -95, -30, 30, 95, 200)),
                    s.slot("out", Shape.of(6))));
        }
        Contents saved = function.saved() == Activation.Saved.INPUT ? Contents.between(-4, 4)
                : outputs(function);
        cases.addBoth("ActivateGradient/" + name, (s, write) -> new ActivateGradient(function,
                s.slot("saved", IMAGES, saved), s.slot("out gradient", IMAGES), s.slot("in gradient", IMAGES),
                write));
        cases.add("ActivateGradient/in place of gradient " + name, s -> {
            Slot gradient = s.slot("out gradient", IMAGES);
            return new ActivateGradient(function, s.slot("saved", IMAGES, saved), gradient,
                    s.inPlaceOf(gradient, "in gradient", IMAGES), Write.SET);
        });
        cases.add("ActivateGradient/in place of saved " + name, s -> {
            Slot kept = s.slot("saved", IMAGES, saved);
            return new ActivateGradient(function, kept, s.slot("out gradient", IMAGES),
                    s.inPlaceOf(kept, "in gradient", IMAGES), Write.SET);
        });
        if (function instanceof Activation.Relu || function instanceof Activation.Clamp) {
            cases.add("ActivateGradient/corners " + name, s -> new ActivateGradient(function,
                    s.slot("saved", Shape.of(5), Contents.repeating(0, -0.5f, 0.75f, 1, -1)),
                    s.slot("out gradient", Shape.of(5)), s.slot("in gradient", Shape.of(5)), Write.SET));
        }
    }

    /** Values the function can have. */
    private static Contents outputs(Activation function) {
        return switch (function) {
            case Activation.Sigmoid f -> Contents.between(0, 1);
            case Activation.Elu(float alpha) -> Contents.between(-alpha, 1);
            case Activation.Softplus f -> Contents.between(0, 2);
            case Activation.Exp f -> Contents.between(0, 2);
            default -> Contents.signed();
        };
    }

    private static void addArithmetic(CaseList cases) {
        for (Shape shape : List.of(IMAGES, Shape.of(13), MANY)) {
            cases.add("AddScaled/" + shape, s -> new AddScaled(s.slot("a", shape), s.slot("b", shape), -0.3f,
                    s.slot("out", shape)));
            cases.addBoth("Scale/" + shape,
                    (s, write) -> new Scale(s.slot("in", shape), -0.3f, s.slot("out", shape), write));
            cases.addBoth("Multiply/" + shape,
                    (s, write) -> new Multiply(s.slot("a", shape), s.slot("b", shape),
                            s.slot("out", shape), write));
        }
        cases.add("AddScaled/scale 1", s -> new AddScaled(s.slot("a", ROWS), s.slot("b", ROWS), 1,
                s.slot("out", ROWS)));
        cases.add("AddScaled/in place of a", s -> {
            Slot a = s.slot("a", ROWS);
            return new AddScaled(a, s.slot("b", ROWS), 0.7f, s.inPlaceOf(a, "out", ROWS));
        });
        cases.add("AddScaled/in place of b", s -> {
            Slot a = s.slot("a", ROWS);
            Slot b = s.slot("b", ROWS);
            return new AddScaled(a, b, 0.7f, s.inPlaceOf(b, "out", ROWS));
        });
        cases.add("AddScaled/with itself", s -> {
            Slot a = s.slot("a", ROWS);
            return new AddScaled(a, a, 0.7f, s.slot("out", ROWS));
        });
        cases.add("Scale/in place", s -> {
            Slot in = s.slot("in", ROWS);
            return new Scale(in, 1.7f, s.inPlaceOf(in, "out", ROWS), Write.SET);
        });
        cases.add("Multiply/in place of a", s -> {
            Slot a = s.slot("a", ROWS);
            return new Multiply(a, s.slot("b", ROWS), s.inPlaceOf(a, "out", ROWS), Write.SET);
        });
        cases.add("Multiply/in place of b", s -> {
            Slot a = s.slot("a", ROWS);
            Slot b = s.slot("b", ROWS);
            return new Multiply(a, b, s.inPlaceOf(b, "out", ROWS), Write.SET);
        });
        cases.addBoth("Multiply/with itself", (s, write) -> {
            Slot a = s.slot("a", ROWS);
            return new Multiply(a, a, s.slot("out", ROWS), write);
        });
    }
}
