package dev.hourglass.models;

import dev.hourglass.plan.Activation;
import dev.hourglass.plan.DType;
import dev.hourglass.plan.PointwiseOp;
import dev.hourglass.plan.Ports;
import dev.hourglass.plan.RandomOp.Distribution;
import dev.hourglass.plan.Role;
import dev.hourglass.plan.RoutineBuilder;
import dev.hourglass.plan.Slot;

/** What is done to a row before it is encoded; the loss compares with the row as it was. */
public sealed interface Corruption {

    /** Appends the ops that turn the clean rows in {@link Ports#INPUT} into what the encoder sees. */
    Slot lower(RoutineBuilder routine, Slot clean);

    /** Nothing: an ordinary autoencoder. */
    record None() implements Corruption {
        @Override
        public Slot lower(RoutineBuilder routine, Slot clean) {
            return clean;
        }
    }

    /** Normal noise of the given standard deviation, fresh each time; the sum is clipped to [0, 1]. */
    record Gaussian(float deviation) implements Corruption {
        public Gaussian {
            if (!(deviation > 0) || Float.isInfinite(deviation)) {
                throw new IllegalArgumentException(
                        "gaussian noise: the standard deviation must be positive, found "
                                + deviation);
            }
        }

        @Override
        public Slot lower(RoutineBuilder routine, Slot clean) {
            Slot noise = routine.noise("noise", clean.shape(), new Distribution.Normal());
            Slot noisy = routine.activation("noisy", clean.shape());
            routine.add(new PointwiseOp.AddScaled(clean, noise, deviation, noisy));
            Slot clipped = routine.activation("clipped", clean.shape());
            routine.add(new PointwiseOp.Activate(new Activation.Clamp(0, 1), noisy, clipped));
            return clipped;
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
     * Reads the form users type: {@code none} or {@code gaussian:0.4}.
     *
     * @throws IllegalArgumentException when it is something else; the message shows the forms there are
     */
    static Corruption parse(String text) {
        String[] parts = text.split(":", -1);
        try {
            if (parts[0].equals("none") && parts.length == 1) {
                return new None();
            }
            if (parts[0].equals("gaussian") && parts.length == 2) {
                return new Gaussian(Float.parseFloat(parts[1]));
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("noise '" + text + "': '" + parts[1] + "' is not a number", e);
        }
        throw new IllegalArgumentException(
                "noise '" + text + "': expected none or gaussian:DEVIATION, such as "
                        + "gaussian:0.4");
    }
}
