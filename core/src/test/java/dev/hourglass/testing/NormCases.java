package dev.hourglass.testing;

import dev.hourglass.plan.NormOp.Affine;
import dev.hourglass.plan.NormOp.BatchNorm;
import dev.hourglass.plan.NormOp.BatchNormGradient;
import dev.hourglass.plan.NormOp.BatchNormInference;
import dev.hourglass.plan.NormOp.Running;
import dev.hourglass.plan.NormOp.Saved;
import dev.hourglass.plan.NormOp.Settings;
import dev.hourglass.plan.Shape;
import dev.hourglass.plan.Slot;
import java.util.List;

final class NormCases {
    private static final Settings SETTINGS = new Settings(1e-3f, 0.3f);

    private NormCases() {
    }

    static List<OpCase> all() {
        var cases = new CaseList();
        for (Shape shape : List.of(Shape.of(2, 7, 6, 3), Shape.of(9, 5), Shape.of(4, 14, 14, 32),
                Shape.of(3, 4, 5, 1), Shape.of(3, 2100))) {
            cases.add("BatchNorm/" + shape,
                    s -> new BatchNorm(SETTINGS, s.slot("in", shape), affine(s, shape),
                            running(s, shape), new Saved(perChannel(s, "saved mean", shape),
                                    perChannel(s, "saved inverse deviation", shape)),
                            s.slot("out", shape)));
            cases.add("BatchNormInference/" + shape,
                    s -> new BatchNormInference(SETTINGS, s.slot("in", shape),
                            affine(s, shape), running(s, shape), s.slot("out", shape)));
            cases.add("BatchNormInference/in place " + shape, s -> {
                Slot in = s.slot("in", shape);
                return new BatchNormInference(SETTINGS, in, affine(s, shape), running(s, shape),
                        s.inPlaceOf(in, "out", shape));
            });
            cases.addBoth("BatchNormGradient/" + shape,
                    (s, write) -> new BatchNormGradient(s.slot("in", shape),
                            s.slot("out gradient", shape), perChannel(s, "gamma", shape),
                            new Saved(s.slot("saved mean", channels(shape), Contents.between(-0.2f, 0.2f)),
                                    s.slot("saved inverse deviation", channels(shape),
                                            Contents.between(1, 2))),
                            s.slot("in gradient", shape),
                            new Affine(perChannel(s, "gamma gradient", shape),
                                    perChannel(s, "beta gradient", shape)),
                            write));
        }
        return cases.all();
    }

    private static Shape channels(Shape shape) {
        return Shape.of(shape.extent(-1));
    }

    private static Slot perChannel(CaseSlots s, String name, Shape shape) {
        return s.slot(name, channels(shape));
    }

    private static Affine affine(CaseSlots s, Shape shape) {
        return new Affine(perChannel(s, "gamma", shape), perChannel(s, "beta", shape));
    }

    private static Running running(CaseSlots s, Shape shape) {
        return new Running(perChannel(s, "running mean", shape),
                s.slot("running variance", channels(shape), Contents.between(0.25f, 1)));
    }
}
