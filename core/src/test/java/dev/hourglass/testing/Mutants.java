package dev.hourglass.testing;

import dev.hourglass.plan.LossOp.LossGradient;
import dev.hourglass.plan.Op;
import dev.hourglass.plan.RandomOp.Noise;
import dev.hourglass.plan.Slot;
import dev.hourglass.plan.UpdateOp.Adam;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Backends that are wrong in one way each. A suite that accepts one of them could not have failed. */
public final class Mutants {

    private Mutants() {
    }

    /** Those that a single op shows. */
    public static List<Mutant> all() {
        return Stream.of(ConvMutants.all(), AnyOpMutants.all(), ForwardMutants.all(), LossMutants.all(),
                UpdateMutants.all(), NoiseMutants.all(), MoveMutants.all()).flatMap(List::stream).toList();
    }

    /**
     * Those that keep what they read the first time, as a captured graph would; only several steps show it.
     */
    public static List<Mutant> frozen() {
        return List.of(frozen("learning rate", Adam.class, op -> op.control().rate()),
                frozen("step number", Adam.class, op -> op.control().step()),
                frozen("gradient scale", Adam.class, op -> op.control().scale()),
                frozen("tick", Noise.class, Noise::tick),
                frozen("sample weights", LossGradient.class, LossGradient::weights));
    }

    private static <T extends Op> Mutant frozen(String what, Class<T> kind, Function<T, Slot> slot) {
        return Mutant.running(what + " frozen", kind, new Mutant.Mistake<T>() {
            private int[] kept;

            @Override
            public void run(T op, Values values, Runnable right) {
                int[] now = values.bits(slot.apply(op));
                kept = kept == null ? now : kept;
                values.put(slot.apply(op), kept);
                right.run();
                values.put(slot.apply(op), now);
            }
        });
    }
}
