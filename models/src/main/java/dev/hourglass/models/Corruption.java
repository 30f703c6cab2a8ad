package dev.hourglass.models;

import dev.hourglass.plan.DType;
import dev.hourglass.plan.Ports;
import dev.hourglass.plan.Role;
import dev.hourglass.plan.RoutineBuilder;
import dev.hourglass.plan.Slot;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What is done to a row before it is encoded; the loss compares with the row as it was. Rows have values in
 * [0, 1], and so have corrupted ones. All numbers are drawn on the device by counter, so every backend draws
 * the same, and an evaluation draws the same each time. A {@link Strength} may be a range, from which each
 * image gets its own.
 */
public sealed interface Corruption {

    /** Appends the ops that turn the clean rows in {@link Ports#INPUT} into what the encoder sees. */
    Slot lower(RoutineBuilder routine, Slot clean);

    /** Nothing: an ordinary autoencoder. */
    record None() implements Corruption {
        @Override
        public Slot lower(RoutineBuilder routine, Slot clean) {
            return clean;
        }

        @Override
        public String toString() {
            return "none";
        }
    }

    /** Adds normal noise of the given standard deviation, fresh for each value, and clips to [0, 1]. */
    record Gaussian(Strength deviation) implements Corruption {
        public Gaussian {
            CorruptionText.check(this, deviation, Float.MAX_VALUE);
        }

        public Gaussian(float deviation) {
            this(Strength.of(deviation));
        }

        @Override
        public Slot lower(RoutineBuilder routine, Slot clean) {
            return CorruptionOps.gaussian(routine, clean, deviation);
        }

        @Override
        public String toString() {
            return "gaussian:" + deviation;
        }
    }

    /**
     * Replaces each value, with the given probability, by 0 or 1, which are equally likely. A probability is
     * counted in steps of 2⁻²⁴.
     */
    record SaltAndPepper(Strength share) implements Corruption {
        public SaltAndPepper {
            CorruptionText.check(this, share, 1);
        }

        @Override
        public Slot lower(RoutineBuilder routine, Slot clean) {
            return CorruptionOps.saltAndPepper(routine, clean, share);
        }

        @Override
        public String toString() {
            return "salt-and-pepper:" + share;
        }
    }

    /**
     * Replaces each value, with the given probability, by 0: the corruption of Vincent et al. 2008. A
     * probability is counted in steps of 2⁻²⁴.
     */
    record Masking(Strength share) implements Corruption {
        public Masking {
            CorruptionText.check(this, share, 1);
        }

        @Override
        public Slot lower(RoutineBuilder routine, Slot clean) {
            return CorruptionOps.masking(routine, clean, share);
        }

        @Override
        public String toString() {
            return "masking:" + share;
        }
    }

    /**
     * Noise in proportion to the value, as of coherent light or radar: x + x · d · z, z normal with mean 0
     * and variance 1, d the given deviation; clipped to [0, 1].
     */
    record Speckle(Strength deviation) implements Corruption {
        public Speckle {
            CorruptionText.check(this, deviation, Float.MAX_VALUE);
        }

        @Override
        public Slot lower(RoutineBuilder routine, Slot clean) {
            return CorruptionOps.speckle(routine, clean, deviation);
        }

        @Override
        public String toString() {
            return "speckle:" + deviation;
        }
    }

    /**
     * Blurs images (h, w, c) nearly as a Gaussian filter of the given standard deviation, in pixels, up to 5.
     * The image is k times mixed with the mean of the 3 x 3 pixels around each one: x + t · (mean − x). A
     * mean has variance 2/3 in each direction, so k = ⌈3/2 · high²⌉ and t = 3/2 · d² / k give the variance
     * d². At the border the mean is that of the pixels inside.
     */
    record Blur(Strength deviation) implements Corruption {
        static final float LARGEST = 5;

        public Blur {
            CorruptionText.check(this, deviation, LARGEST);
        }

        @Override
        public Slot lower(RoutineBuilder routine, Slot clean) {
            return CorruptionOps.blur(routine, clean, deviation);
        }

        @Override
        public String toString() {
            return "blur:" + deviation;
        }
    }

    /** One corruption after the other. */
    record InTurn(List<Corruption> steps) implements Corruption {
        public InTurn {
            steps = List.copyOf(steps);
            CorruptionText.checkParts(steps);
        }

        @Override
        public Slot lower(RoutineBuilder routine, Slot clean) {
            Slot slot = clean;
            for (Corruption step : steps) {
                slot = step.lower(routine, slot);
            }
            return slot;
        }

        @Override
        public String toString() {
            return steps.stream().map(Corruption::toString).collect(Collectors.joining("+"));
        }
    }

    /** One of several, drawn for each image; all are equally likely. */
    record OneOf(List<Corruption> choices) implements Corruption {
        public OneOf {
            choices = List.copyOf(choices);
            CorruptionText.checkParts(choices);
        }

        @Override
        public Slot lower(RoutineBuilder routine, Slot clean) {
            return CorruptionOps.oneOf(routine, clean, choices);
        }

        @Override
        public String toString() {
            return choices.stream().map(Corruption::toString).collect(Collectors.joining("/"));
        }
    }

    /**
     * The data come in pairs: corrupted rows in {@link Ports#INPUT}, what they should become in
     * {@link Ports#TARGET}.
     */
    record Paired() implements Corruption {
        @Override
        public Slot lower(RoutineBuilder routine, Slot input) {
            return input;
        }
    }

    /** The slot that the output is compared with. */
    default Slot target(RoutineBuilder routine, Slot input) {
        return this instanceof Paired
                ? routine.program().port(Ports.TARGET, input.shape(), DType.F32, Role.INPUT)
                : input;
    }

    /**
     * Reads the form users type, which is also what {@code toString} gives: {@code none},
     * {@code gaussian:0.4}, {@code masking:0.1..0.5} with a strength drawn for each image,
     * {@code blur:1+gaussian:0.1} one after the other, {@code gaussian:0.4/masking:0.3} one of them for each
     * image.
     *
     * @throws IllegalArgumentException when it is something else; the message shows the forms there are
     */
    static Corruption parse(String text) {
        return CorruptionText.parse(text);
    }
}
