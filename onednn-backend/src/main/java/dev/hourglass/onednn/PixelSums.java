package dev.hourglass.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.dnnl_matmul_primitive_desc_create;

import dev.hourglass.loops.Place;
import dev.hourglass.onednn.Binding.Result;
import dev.hourglass.plan.PointwiseOp.BiasGradient;
import dev.hourglass.plan.Write;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import org.bytedeco.dnnl.dnnl_memory_desc;

/**
 * Sums per channel as the product of a row of ones and the image, which runs at the speed of the cache when
 * the channels fill oneDNN's vectors.
 */
final class PixelSums {
    private static final int CHANNELS = 8;

    private final BiasGradient op;
    private final Stage stage;
    private final Binding binding;
    private final NativeOps ops;
    private final int channels;

    PixelSums(BiasGradient op, Stage stage, Binding binding) {
        this.op = op;
        this.stage = stage;
        this.binding = binding;
        this.ops = binding.ops();
        this.channels = op.biasGradient().elements();
    }

    static boolean fits(BiasGradient op) {
        return op.biasGradient().elements() >= CHANNELS && op.outGradient().shape().rank() > 2;
    }

    void bind() {
        bind(tile -> stage.rows(op.outGradient(), tile));
    }

    /** @param gradients pixels of a tile with the same sums as the op's, and no more of them */
    void bind(Function<Tile, Place> gradients) {
        var sums = new TreeMap<Integer, Place>();
        Place ones = ones();
        for (Tile tile : stage.tiles()) {
            Place gradient = gradients.apply(tile);
            boolean first = !sums.containsKey(tile.lane());
            Place sum = sums.computeIfAbsent(tile.lane(), lane -> binding.scratch().allocate(channels));
            int pixels = gradient.elements() / channels;
            var left = ops.strided(new long[] {1, pixels}, pixels, 1);
            var right = ops.strided(new long[] {pixels, channels}, channels, 1);
            var primitive = ops.primitive("sums per channel", PostOps.writing(first ? Write.SET : Write.ADD),
                    (into, engine, attributes) -> dnnl_matmul_primitive_desc_create(into, engine, left, right,
                            null, layout(), attributes));
            stage.add(tile, ops.kernel(tile.lane(), primitive, new Argument(DNNL_ARG_SRC, left, ones),
                    new Argument(DNNL_ARG_WEIGHTS, right, gradient),
                    new Argument(DNNL_ARG_DST, layout(), sum)));
        }
        binding.total(stage, List.copyOf(sums.values()), layout(), new Result(stage.whole(op.biasGradient()),
                layout(), op.write(), stage.laneOf(op.biasGradient())));
    }

    private dnnl_memory_desc layout() {
        return ops.strided(new long[] {1, channels}, channels, 1);
    }

    /** As many ones as the largest tile has pixels. */
    private Place ones() {
        int pixels = op.outGradient().elements() / channels / stage.rows();
        Place ones = binding.scratch().allocate(
                pixels * stage.tiles().stream().mapToInt(Tile::rows).max().orElse(1));
        for (int i = 0; i < ones.elements(); i++) {
            ones.set(i, 1);
        }
        return ones;
    }
}
