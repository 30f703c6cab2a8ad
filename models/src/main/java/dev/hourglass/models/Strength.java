package dev.hourglass.models;

import dev.hourglass.plan.MatrixOp;
import dev.hourglass.plan.MemoryOp;
import dev.hourglass.plan.PointwiseOp;
import dev.hourglass.plan.RandomOp.Distribution;
import dev.hourglass.plan.RoutineBuilder;
import dev.hourglass.plan.Shape;
import dev.hourglass.plan.Slot;
import dev.hourglass.plan.Write;
import java.util.List;

/**
 * How strong a corruption is: the same for every image, or drawn for each image anew, uniformly between two
 * bounds.
 *
 * @param low  the weakest, not negative
 * @param high the strongest, not below low
 */
public record Strength(float low, float high) {

    public Strength {
        if (!(low >= 0) || !(high >= low) || Float.isInfinite(high)) {
            throw new IllegalArgumentException(
                    "the strength must not be negative and a range goes upwards, such as 0.1..0.5, found "
                            + (low == high ? low : low + ".." + high));
        }
    }

    /** The same for every image. */
    public static Strength of(float value) {
        return new Strength(value, value);
    }

    /** Drawn for each image. */
    public static Strength between(float low, float high) {
        return new Strength(low, high);
    }

    /** Reads {@code 0.4} or {@code 0.1..0.5}. */
    static Strength parse(String text) {
        String[] bounds = text.split("\\.\\.", -1);
        if (bounds.length > 2) {
            throw new IllegalArgumentException("expected a number or a range such as 0.1..0.5, found '" + text
                    + "'");
        }
        return between(number(bounds[0]), number(bounds[bounds.length - 1]));
    }

    private static float number(String text) {
        try {
            return Float.parseFloat(text.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is not a number", e);
        }
    }

    public boolean isFixed() {
        return low == high;
    }

    /** Strengths of a batch, one for each image: (n, 1). */
    Slot draw(RoutineBuilder routine, int n) {
        Slot strengths = routine.activation("strengths", Shape.of(n, 1));
        routine.add(new MemoryOp.Fill(low, strengths));
        if (!isFixed()) {
            Slot uniform = routine.noise("drawn", Shape.of(n, 1), new Distribution.Uniform());
            routine.add(new PointwiseOp.Scale(uniform, high - low, strengths, Write.ADD));
        }
        return strengths;
    }

    /** The same for each value of each image: of the images' shape. */
    Slot drawEverywhere(RoutineBuilder routine, Shape images) {
        return everywhere(routine, draw(routine, images.extent(0)), images);
    }

    /** Repeats the number that belongs to an image, (n, 1), for each value of it. */
    static Slot everywhere(RoutineBuilder routine, Slot perImage, Shape images) {
        Slot ones = routine.activation("ones", Shape.of(1, images.row().elements()));
        routine.add(new MemoryOp.Fill(1, ones));
        Slot values = routine.activation(perImage.name() + "/everywhere", images);
        routine.add(new MatrixOp.Gemm(perImage, MatrixOp.Layout.PLAIN, ones, MatrixOp.Layout.PLAIN, values,
                Write.SET));
        return values;
    }

    /** As {@link Corruption#parse} reads it. */
    @Override
    public String toString() {
        return isFixed() ? words(low) : words(low) + ".." + words(high);
    }

    private static String words(float value) {
        return List.of(String.valueOf(value).split("\\.0$")).getFirst();
    }
}
