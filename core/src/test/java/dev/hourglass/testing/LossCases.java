package dev.hourglass.testing;

import dev.hourglass.plan.Criterion;
import dev.hourglass.plan.LossOp.LossGradient;
import dev.hourglass.plan.LossOp.SampleLoss;
import dev.hourglass.plan.LossOp.WeightedSum;
import dev.hourglass.plan.Shape;
import dev.hourglass.plan.Slot;
import java.util.List;

final class LossCases {

    private LossCases() {
    }

    static List<Criterion> criteria() {
        return List.of(new Criterion.MeanSquaredError(), new Criterion.BinaryCrossEntropy(),
                new Criterion.MeanAbsoluteError(), new Criterion.Huber(0.4f));
    }

    static List<OpCase> all() {
        var cases = new CaseList();
        for (Criterion criterion : criteria()) {
            String name = criterion.getClass().getSimpleName();
            for (Shape shape : List.of(Shape.of(5, 7, 6, 3), Shape.of(3, 11), Shape.of(1, 1),
                    Shape.of(16, 28, 28, 1))) {
                addCriterion(cases, criterion, name + " " + shape, shape);
            }
            var large = Shape.of(2, 6);
            cases.add("SampleLoss/large " + name, s -> new SampleLoss(criterion,
                    s.slot("prediction", large, Contents.repeating(-200, -90, -20, 20, 90, 200)),
                    s.slot("target", large, Contents.between(0, 1)), s.slot("losses", Shape.of(2))));
            cases.add("LossGradient/large " + name, s -> new LossGradient(criterion,
                    s.slot("prediction", large, Contents.repeating(-200, -90, -20, 20, 90, 200)),
                    s.slot("target", large, Contents.between(0, 1)), s.slot("weights", Shape.of(2),
                            Contents.between(0.5f, 1)),
                    s.slot("gradient", large)));
            cases.add("LossGradient/equal " + name, s -> new LossGradient(criterion,
                    s.slot("prediction", large, Contents.repeating(0.25f)),
                    s.slot("target", large, Contents.repeating(0.25f)),
                    s.slot("weights", Shape.of(2), Contents.repeating(1)), s.slot("gradient", large)));
        }
        for (int n : List.of(1, 5, 128)) {
            cases.addBoth("WeightedSum/" + n, (s, write) -> new WeightedSum(
                    s.slot("values", Shape.of(n), Contents.between(0, 1)),
                    s.slot("weights", Shape.of(n), Contents.between(0, 1)), s.slot("totals", Shape.of(2)),
                    write));
        }
        return cases.all();
    }

    private static void addCriterion(CaseList cases, Criterion criterion, String name, Shape shape) {
        var rows = Shape.of(shape.extent(0));
        cases.add("SampleLoss/" + name, s -> new SampleLoss(criterion, prediction(s, shape), target(s, shape),
                s.slot("losses", rows)));
        cases.add("LossGradient/" + name, s -> new LossGradient(criterion, prediction(s, shape),
                target(s, shape), s.slot("weights", rows, Contents.between(0.5f, 1)),
                s.slot("gradient", shape)));
        cases.add("LossGradient/some rows without weight " + name, s -> new LossGradient(criterion,
                prediction(s, shape), target(s, shape),
                s.slot("weights", rows, Contents.repeating(1, 0.5f, 0)),
                s.slot("gradient", shape)));
        cases.add("LossGradient/no weight " + name, s -> new LossGradient(criterion, prediction(s, shape),
                target(s, shape), s.slot("weights", rows, Contents.repeating(0)), s.slot("gradient", shape)));
        cases.add("LossGradient/in place " + name, s -> {
            Slot prediction = prediction(s, shape);
            return new LossGradient(criterion, prediction, target(s, shape),
                    s.slot("weights", rows, Contents.between(0.5f, 1)),
                    s.inPlaceOf(prediction, "gradient", shape));
        });
    }

    private static Slot prediction(CaseSlots s, Shape shape) {
        return s.slot("prediction", shape, Contents.between(-1, 2));
    }

    private static Slot target(CaseSlots s, Shape shape) {
        return s.slot("target", shape, Contents.between(0, 1));
    }
}
