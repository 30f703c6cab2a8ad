package dev.hourglass.cuda;

import dev.hourglass.plan.Slot;
import dev.hourglass.plan.Write;
import java.util.function.LongConsumer;

/**
 * Operands of one product as cuBLAS and cuDNN take them: where they lie or, in MIXED, as bfloat16. What is
 * wide then goes by way of scratch memory, unless it is a parameter that the routine has a copy of.
 */
final class ProductOperands {
    private final Binding binding;
    private long taken;
    private Runnable last = () -> {
        // Nothing, where the product itself writes the result.
    };

    /** @param workspace bytes at the start of the scratch memory that the product needs for itself */
    ProductOperands(Binding binding, long workspace) {
        this.binding = binding;
        this.taken = Scratch.align(workspace);
    }

    /** Binds what brings an input into form, and tells where it will be. */
    void read(Slot slot, LongConsumer user) {
        if (!binding.isMixed() || binding.isNarrow(slot)) {
            user.accept(binding.at(slot));
        } else if (binding.weights().hold(slot)) {
            binding.weights().place(slot, user);
        } else {
            long at = take(slot, user);
            binding.call(Kernel.COPY).slot(slot).narrowScratch(at, narrowBytes(slot))
                    .integer(slot.elements()).each(slot.elements());
        }
    }

    /**
     * Tells where the product is to put its result.
     *
     * @return how it is to write it there
     */
    Write write(Slot slot, Write write, LongConsumer user) {
        if (!binding.isMixed() || binding.isNarrow(slot)) {
            user.accept(binding.at(slot));
            return write;
        }
        long at = take(slot, user);
        last = () -> binding.call(write == Write.ADD ? Kernel.ADD : Kernel.COPY)
                .narrowScratch(at, narrowBytes(slot)).slot(slot).integer(slot.elements())
                .each(slot.elements());
        return Write.SET;
    }

    /** Binds what brings the result where it belongs; comes after the product. */
    void end() {
        last.run();
    }

    private long take(Slot slot, LongConsumer user) {
        long at = taken;
        taken += Scratch.align(narrowBytes(slot));
        binding.scratch().need(taken, address -> user.accept(address + at));
        return at;
    }

    private static long narrowBytes(Slot slot) {
        return (long) slot.elements() * Storage.NARROW_BYTES;
    }
}
