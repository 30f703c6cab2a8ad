package dev.hourglass.models;

import dev.hourglass.plan.Activation.Clamp;
import dev.hourglass.plan.ImageExtent;
import dev.hourglass.plan.MemoryOp.Fill;
import dev.hourglass.plan.PlanException;
import dev.hourglass.plan.PointwiseOp.Activate;
import dev.hourglass.plan.PointwiseOp.AddScaled;
import dev.hourglass.plan.PointwiseOp.Multiply;
import dev.hourglass.plan.PointwiseOp.Scale;
import dev.hourglass.plan.PoolGeometry;
import dev.hourglass.plan.PoolOp.Kind;
import dev.hourglass.plan.PoolOp.Pool;
import dev.hourglass.plan.RandomOp.Distribution;
import dev.hourglass.plan.RoutineBuilder;
import dev.hourglass.plan.Shape;
import dev.hourglass.plan.Slot;
import dev.hourglass.plan.Window;
import dev.hourglass.plan.Write;
import java.util.List;

/** Corruptions in terms of ops. */
final class CorruptionOps {
    /** Uniform draws are multiples of one over this number. */
    private static final float LEVELS = 1 << 24;
    /** Variance, in each direction, of a mean over 3 x 3 pixels. */
    private static final float BOX_VARIANCE = 2f / 3;

    private CorruptionOps() {
    }

    static Slot gaussian(RoutineBuilder routine, Slot clean, Strength deviation) {
        Slot noise = routine.noise("noise", clean.shape(), new Distribution.Normal());
        return clipped(routine, addTimes(routine, clean, noise, deviation));
    }

    static Slot speckle(RoutineBuilder routine, Slot clean, Strength deviation) {
        Slot noise = routine.noise("noise", clean.shape(), new Distribution.Normal());
        return clipped(routine, addTimes(routine, clean, product(routine, clean, noise), deviation));
    }

    static Slot masking(RoutineBuilder routine, Slot clean, Strength share) {
        Slot draws = routine.noise("draws", clean.shape(), new Distribution.Uniform());
        Slot masked = below(routine, draws, threshold(routine, clean.shape(), share, 1));
        return sum(routine, clean, product(routine, clean, masked), -1);
    }

    /** Draws below the share are replaced, and those below half of it by 1. */
    static Slot saltAndPepper(RoutineBuilder routine, Slot clean, Strength share) {
        Slot draws = routine.noise("draws", clean.shape(), new Distribution.Uniform());
        Slot shares = threshold(routine, clean.shape(), share, 2);
        Slot halves = routine.activation("halves", clean.shape());
        routine.add(new Scale(shares, 0.5f, halves, Write.SET));
        Slot replaced = below(routine, draws, shares);
        Slot salt = below(routine, draws, halves);
        Slot kept = sum(routine, clean, product(routine, clean, replaced), -1);
        return sum(routine, kept, salt, 1);
    }

    static Slot blur(RoutineBuilder routine, Slot clean, Strength deviation) {
        if (clean.shape().rank() != 4) {
            throw new PlanException(
                    "blur: takes images (h, w, c), found rows of shape " + clean.shape().row());
        }
        int passes = (int) Math.ceil((double) deviation.high() * deviation.high() / BOX_VARIANCE);
        float perPass = 1 / (BOX_VARIANCE * passes);
        var geometry = PoolGeometry.over(clean.shape().extent(0), ImageExtent.of(clean.shape()),
                Window.of(3, 1, 1));
        Slot shares = null;
        if (!deviation.isFixed()) {
            Slot deviations = deviation.draw(routine, clean.shape().extent(0));
            Slot squares = product(routine, deviations, deviations);
            Slot scaled = routine.activation("shares", squares.shape());
            routine.add(new Scale(squares, perPass, scaled, Write.SET));
            shares = Strength.everywhere(routine, scaled, clean.shape());
        }
        Slot image = clean;
        for (int pass = 0; pass < passes; pass++) {
            Slot mean = routine.activation("mean" + pass, clean.shape());
            routine.add(new Pool(Kind.AVERAGE, geometry, image, mean));
            Slot change = sum(routine, mean, image, -1);
            image = shares == null
                    ? sum(routine, image, change, deviation.high() * deviation.high() * perPass)
                    : sum(routine, image, product(routine, change, shares), 1);
        }
        return clipped(routine, image);
    }

    /** The sum of all choices, each times 1 where it was drawn and 0 elsewhere. */
    static Slot oneOf(RoutineBuilder routine, Slot clean, List<Corruption> choices) {
        Shape perImage = Shape.of(clean.shape().extent(0), 1);
        Slot draws = routine.noise("choice", perImage, new Distribution.Uniform());
        Slot result = routine.activation("chosen", clean.shape());
        Slot before = null;
        for (int i = 0; i < choices.size(); i++) {
            Slot upTo = below(routine, draws,
                    constant(routine, perImage, exact((i + 1f) / choices.size(), 1)));
            Slot chosen = before == null ? upTo : sum(routine, upTo, before, -1);
            Slot corrupted = choices.get(i).lower(routine, clean);
            routine.add(new Multiply(corrupted, Strength.everywhere(routine, chosen, clean.shape()), result,
                    before == null ? Write.SET : Write.ADD));
            before = upTo;
        }
        return result;
    }

    /** image + strength · noise. */
    private static Slot addTimes(RoutineBuilder routine, Slot image, Slot noise, Strength strength) {
        if (strength.isFixed()) {
            return sum(routine, image, noise, strength.low());
        }
        Slot strengths = strength.drawEverywhere(routine, image.shape());
        return sum(routine, image, product(routine, noise, strengths), 1);
    }

    private static Slot threshold(RoutineBuilder routine, Shape shape, Strength share, int parts) {
        return share.isFixed() ? constant(routine, shape, exact(share.low(), parts))
                : share.drawEverywhere(routine, shape);
    }

    /** The nearest number whose {@code parts}-th part is a multiple of what draws are multiples of. */
    private static float exact(float share, int parts) {
        return Math.round(share * LEVELS / parts) * parts / LEVELS;
    }

    private static Slot constant(RoutineBuilder routine, Shape shape, float value) {
        Slot out = routine.activation("constant", shape);
        routine.add(new Fill(value, out));
        return out;
    }

    /** 1 where a draw is below its threshold, 0 where it is not: the smallest difference is scaled to 1. */
    private static Slot below(RoutineBuilder routine, Slot draws, Slot thresholds) {
        Slot scaled = routine.activation("scaled", draws.shape());
        routine.add(new Scale(sum(routine, thresholds, draws, -1), LEVELS, scaled, Write.SET));
        return clipped(routine, scaled);
    }

    private static Slot sum(RoutineBuilder routine, Slot a, Slot b, float scale) {
        Slot out = routine.activation("sum", a.shape());
        routine.add(new AddScaled(a, b, scale, out));
        return out;
    }

    private static Slot product(RoutineBuilder routine, Slot a, Slot b) {
        Slot out = routine.activation("product", a.shape());
        routine.add(new Multiply(a, b, out, Write.SET));
        return out;
    }

    private static Slot clipped(RoutineBuilder routine, Slot values) {
        Slot out = routine.activation("clipped", values.shape());
        routine.add(new Activate(new Clamp(0, 1), values, out));
        return out;
    }
}
