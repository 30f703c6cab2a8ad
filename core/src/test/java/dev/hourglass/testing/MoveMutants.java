package dev.hourglass.testing;

import dev.hourglass.plan.MemoryOp;
import dev.hourglass.plan.MemoryOp.Border;
import dev.hourglass.plan.MemoryOp.ChannelCopy;
import dev.hourglass.plan.MemoryOp.Crop;
import dev.hourglass.plan.MemoryOp.Fill;
import dev.hourglass.plan.MemoryOp.Gather;
import dev.hourglass.plan.MemoryOp.Pad;
import dev.hourglass.plan.Write;
import java.util.Arrays;
import java.util.List;

/** Mistakes in moving values around. */
final class MoveMutants {

    private MoveMutants() {
    }

    static List<Mutant> all() {
        return List.of(
                Mutant.running("border's top and bottom swapped", Pad.class, (op, values, right) -> {
                    var b = op.border();
                    right.run();
                    if (b.top() != b.bottom() && op.write() == Write.SET) {
                        float[] outer = values.floats(op.outer());
                        int row = op.outer().shape().extent(2) * op.outer().shape().extent(3);
                        float[] moved = new float[outer.length];
                        System.arraycopy(outer, 0, moved, row, outer.length - row);
                        values.put(op.outer(), moved);
                    }
                }),
                Mutant.rewriting("border's left and right swapped", Crop.class,
                        op -> Rewrite.parts(op, Border.class,
                                b -> new Border(b.top(), b.bottom(), b.right(), b.left()))),
                Mutant.running("padding adds a border of ones", Pad.class, (op, values, right) -> {
                    right.run();
                    float[] outer = values.floats(op.outer());
                    outer[0] = op.border().top() > 0 ? 1 : outer[0];
                    values.put(op.outer(), outer);
                }),
                Mutant.running("channels copied from the first on", ChannelCopy.class,
                        (op, values, right) -> {
                            float[] source = values.floats(op.source());
                            int channels = op.source().shape().extent(-1);
                            int from = op.span().from();
                            float[] moved = new float[source.length];
                            for (int i = 0; i < source.length; i++) {
                                moved[i] = source[Math.floorMod(i - from, source.length) % source.length];
                            }
                            values.put(op.source(), channels == op.span().channels() ? source : moved);
                            right.run();
                            values.put(op.source(), source);
                        }),
                Mutant.running("first rows instead of gathered ones", Gather.class, (op, values, right) -> {
                    float[] table = values.floats(op.table());
                    values.put(op.out(), Arrays.copyOf(table, op.out().elements()));
                }),
                Mutant.rewriting("fill with zero", Fill.class,
                        op -> new MemoryOp.Fill(0, ((Fill) op).out())));
    }
}
