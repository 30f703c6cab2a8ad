package dev.hourglass.onednn;

import dev.hourglass.loops.Activations;
import dev.hourglass.loops.Elementwise;
import dev.hourglass.loops.Kernel;
import dev.hourglass.loops.Place;
import dev.hourglass.plan.Activation;
import dev.hourglass.plan.Slot;
import dev.hourglass.plan.Write;
import java.util.Optional;

/**
 * What is done with the result of a product or a convolution before it is stored.
 *
 * @param bias     added to each channel
 * @param function applied after that
 * @param out      where the result goes
 * @param write    whether it is added to what is there; if so there is neither bias nor function
 */
record Finish(Optional<Slot> bias, Activation function, Slot out, Write write) {

    static Finish of(Slot out, Write write) {
        return new Finish(Optional.empty(), new Activation.Identity(), out, write);
    }

    /** What oneDNN does of it besides the bias. */
    PostOps postOps() {
        return PostOps.canApply(function) ? PostOps.applying(function) : PostOps.none();
    }

    /** What is left to do over a part of the result. */
    Optional<Kernel> remaining(Place part) {
        return PostOps.canApply(function) ? Optional.empty()
                : Optional.of(Elementwise.whole(part, Write.SET, Activations.value(function), part));
    }
}
