package dev.hourglass.nd4j;

import dev.hourglass.loops.Lane;
import dev.hourglass.loops.Place;
import dev.hourglass.plan.RandomOp;
import dev.hourglass.plan.RandomOp.Noise;
import dev.hourglass.random.Philox;

/** Random numbers: the ones that core defines, each lane drawing its part. */
final class RandomKernels {
    private static final int BLOCK = 4;

    private final Binding binding;

    RandomKernels(Binding binding) {
        this.binding = binding;
    }

    void bind(RandomOp op) {
        switch (op) {
            case Noise noise -> noise(noise);
        }
    }

    private void noise(Noise op) {
        Place tick = binding.place(op.tick());
        Place out = binding.place(op.out());
        int elements = out.elements();
        int blocks = (elements + BLOCK - 1) / BLOCK;
        var generators = new Philox[binding.lanes()];
        var parts = new Place[binding.lanes()];
        for (int i = 0; i < parts.length; i++) {
            int from = Lane.from(i, parts.length, blocks) * BLOCK;
            int to = Math.min(elements, Lane.from(i + 1, parts.length, blocks) * BLOCK);
            generators[i] = Philox.of(op.source());
            parts[i] = to > from ? out.slice(from, to - from) : null;
        }
        binding.add(lane -> {
            Place part = parts[lane.index()];
            if (part != null) {
                int first = (int) ((part.address() - out.address()) / Float.BYTES);
                generators[lane.index()].fill(op.distribution(), tick.getInt(0), first, part.memory());
            }
        });
    }
}
