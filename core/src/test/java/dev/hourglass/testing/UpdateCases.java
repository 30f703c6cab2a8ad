package dev.hourglass.testing;

import dev.hourglass.plan.Shape;
import dev.hourglass.plan.UpdateOp.Adam;
import dev.hourglass.plan.UpdateOp.AdamSettings;
import dev.hourglass.plan.UpdateOp.Advance;
import dev.hourglass.plan.UpdateOp.ClipScale;
import dev.hourglass.plan.UpdateOp.Decay;
import dev.hourglass.plan.UpdateOp.GradientNorm;
import dev.hourglass.plan.UpdateOp.Momentum;
import dev.hourglass.plan.UpdateOp.Sgd;
import dev.hourglass.plan.UpdateOp.SgdSettings;
import dev.hourglass.plan.UpdateOp.StepControl;
import java.util.List;

final class UpdateCases {
    private static final Shape ONE = Shape.of(1);

    private UpdateCases() {
    }

    static List<OpCase> all() {
        var cases = new CaseList();
        for (int n : List.of(37, 1, 9248)) {
            for (Momentum kind : Momentum.values()) {
                sgd(cases, kind + " " + n, n, new SgdSettings(0.9f, kind, 0.01f));
                sgd(cases, kind + " without decay " + n, n, new SgdSettings(0.9f, kind, 0));
            }
            sgd(cases, "plain " + n, n, new SgdSettings(0, Momentum.CLASSIC, 0));
            for (int step : List.of(1, 2, 3, 1000)) {
                for (Decay decay : Decay.values()) {
                    var settings = new AdamSettings(0.9f, 0.999f, 1e-8f, 0.03f, decay);
                    adam(cases, decay + " step " + step + " " + n, n, settings, step);
                }
                adam(cases, "without decay step " + step + " " + n, n,
                        new AdamSettings(0.8f, 0.95f, 1e-3f, 0, Decay.COUPLED), step);
            }
        }
        for (int n : List.of(37, 1, 9248)) {
            cases.add("GradientNorm/" + n,
                    s -> new GradientNorm(s.slot("grads", Shape.of(n)), s.slot("norm", ONE)));
        }
        for (float norm : new float[] {0, 1e-6f, 0.5f, 2, 1000}) {
            cases.add("ClipScale/" + norm, s -> new ClipScale(1,
                    s.slot("norm", ONE, Contents.repeating(norm)), s.slot("scale", ONE)));
            cases.add("ClipScale/tiny limit " + norm, s -> new ClipScale(1e-6f,
                    s.slot("norm", ONE, Contents.repeating(norm)), s.slot("scale", ONE)));
        }
        for (int counter : List.of(0, 41, -1, 16_777_216, Integer.MAX_VALUE - 1)) {
            cases.add("Advance/" + counter, s -> new Advance(s.integers("counter", counter)));
        }
        return cases.all();
    }

    private static void sgd(CaseList cases, String name, int n, SgdSettings settings) {
        var shape = Shape.of(n);
        cases.add("Sgd/" + name, s -> new Sgd(settings, s.slot("params", shape), s.slot("grads", shape),
                s.slot("velocity", shape), control(s, 5)));
    }

    private static void adam(CaseList cases, String name, int n, AdamSettings settings, int step) {
        var shape = Shape.of(n);
        cases.add("Adam/" + name, s -> new Adam(settings, s.slot("params", shape), s.slot("grads", shape),
                s.slot("first", shape), s.slot("second", shape, Contents.between(0.01f, 1)),
                control(s, step)));
    }

    private static StepControl control(CaseSlots s, int step) {
        return new StepControl(s.slot("rate", ONE, Contents.repeating(0.05f)),
                s.slot("scale", ONE, Contents.repeating(0.6f)), s.integers("step", step));
    }
}
