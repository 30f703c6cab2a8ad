package dev.hourglass.onednn;

import dev.hourglass.loops.Elementwise;
import dev.hourglass.loops.Place;
import dev.hourglass.plan.Extent2;
import dev.hourglass.plan.ImageExtent;
import dev.hourglass.plan.PoolOp;
import dev.hourglass.plan.PoolOp.Pool;
import dev.hourglass.plan.PoolOp.PoolGradient;
import dev.hourglass.plan.PoolOp.Upsample;
import dev.hourglass.plan.PoolOp.UpsampleGradient;
import dev.hourglass.plan.Write;
import java.util.Arrays;
import java.util.HashMap;

/** Pooling, by oneDNN, and upsampling. */
final class PoolKernels {
    private final Binding binding;
    private final Stage stage;

    PoolKernels(Binding binding, Stage stage) {
        this.binding = binding;
        this.stage = stage;
    }

    void bind(PoolOp op) {
        switch (op) {
            case Pool o -> pool(o);
            case PoolGradient o -> poolGradient(o);
            case Upsample o -> upsample(o);
            case UpsampleGradient o -> upsampleGradient(o);
        }
    }

    private void pool(Pool op) {
        var primitives = new HashMap<Integer, Primitive>();
        var gradients = new HashMap<Integer, NativePool.Gradient>();
        boolean notes = stage.maxima().areWanted(op);
        for (Tile tile : stage.tiles()) {
            var pool = new NativePool(binding.ops(), op.kind(), op.geometry(), tile.rows());
            Place large = stage.rows(op.large(), tile);
            Place small = stage.rows(op.small(), tile);
            if (notes) {
                var gradient = gradients.computeIfAbsent(tile.rows(), rows -> pool.gradient());
                stage.add(tile, pool.look(tile.lane(), gradient, large, small,
                        stage.maxima().note(op, tile, binding.scratch())));
            } else {
                var primitive = primitives.computeIfAbsent(tile.rows(), rows -> pool.pool());
                stage.add(tile, pool.pool(tile.lane(), primitive, large, small));
            }
        }
    }

    private void poolGradient(PoolGradient op) {
        var gradients = new HashMap<Integer, NativePool.Gradient>();
        var noted = stage.maxima().pool(op);
        var scratch = binding.scratch();
        for (Tile tile : stage.tiles()) {
            var pool = new NativePool(binding.ops(), op.kind(), op.geometry(), tile.rows());
            var gradient = gradients.computeIfAbsent(tile.rows(), rows -> pool.gradient());
            Place smallGradient = stage.rows(op.smallGradient(), tile);
            Place largeGradient = stage.rows(op.largeGradient(), tile);
            Place winners = null;
            if (noted.isPresent()) {
                winners = stage.maxima().noted(noted.get(), tile);
            } else if (gradient.winners() != null) {
                Place both = scratch.products(tile.lane(), 2 * smallGradient.elements());
                winners = both.slice(smallGradient.elements(), smallGradient.elements());
                stage.add(tile, pool.look(tile.lane(), gradient, stage.rows(op.large(), tile),
                        both.slice(0, smallGradient.elements()), winners));
            }
            Place result = op.write() == Write.ADD ? scratch.result(tile.lane(), largeGradient)
                    : largeGradient;
            stage.add(tile, pool.spread(tile.lane(), gradient, winners, smallGradient, result));
            if (op.write() == Write.ADD) {
                stage.add(tile, Elementwise.sum(largeGradient, result));
            }
        }
    }

    /**
     * The gradient of a max-pool over rectified values. A maximum lets through what its rectifier does, and
     * all else in a window has no gradient: so the rectifier's gradient is taken on the small side.
     *
     * @param chain found by {@link RectifiedPool}
     */
    void bind(RectifiedPool chain) {
        var op = chain.gradient();
        var relu = new ReluKernels(binding.ops());
        var gradients = new HashMap<Integer, NativePool.Gradient>();
        var results = new HashMap<Tile, Place>();
        int row = chain.pool().small().elements() / stage.rows();
        for (Tile tile : stage.tiles()) {
            var pool = new NativePool(binding.ops(), op.kind(), op.geometry(), tile.rows());
            var gradient = gradients.computeIfAbsent(tile.rows(), rows -> pool.gradient());
            Place rectified = binding.scratch().products(tile.lane(), row * tile.rows());
            results.put(tile, rectified);
            stage.add(tile, relu.gradient(tile.lane(), stage.rows(chain.pool().small(), tile),
                    stage.rows(op.smallGradient(), tile), rectified));
            stage.add(tile, pool.spread(tile.lane(), gradient, stage.maxima().noted(chain.pool(), tile),
                    rectified, stage.rows(chain.rectifier().inGradient(), tile)));
        }
        chain.bias().ifPresent(bias -> new PixelSums(bias, stage, binding).bind(results::get));
    }

    /** A row of pixels of small and one of large, of one lane. */
    private record Lines(float[] small, float[] large) {
    }

    private Lines[] lines(ImageExtent image, Extent2 factor) {
        int row = image.w() * image.c();
        var lines = new Lines[stage.lanes()];
        Arrays.setAll(lines, i -> new Lines(new float[row], new float[row * factor.w()]));
        return lines;
    }

    private void upsample(Upsample op) {
        var image = ImageExtent.of(op.small().shape());
        var lines = lines(image, op.factor());
        for (Tile tile : stage.tiles()) {
            float[] from = lines[tile.lane()].small();
            float[] to = lines[tile.lane()].large();
            Place small = stage.rows(op.small(), tile);
            Place large = stage.rows(op.large(), tile);
            stage.add(tile, lane -> {
                for (int r = 0; r < tile.rows() * image.h(); r++) {
                    small.load(r * from.length, from, from.length);
                    for (int j = 0; j < image.w() * op.factor().w(); j++) {
                        System.arraycopy(from, j / op.factor().w() * image.c(), to, j * image.c(), image.c());
                    }
                    for (int i = 0; i < op.factor().h(); i++) {
                        large.store((r * op.factor().h() + i) * to.length, to, to.length);
                    }
                }
            });
        }
    }

    private void upsampleGradient(UpsampleGradient op) {
        var image = ImageExtent.of(op.smallGradient().shape());
        var lines = lines(image, op.factor());
        for (Tile tile : stage.tiles()) {
            float[] sums = lines[tile.lane()].small();
            float[] from = lines[tile.lane()].large();
            Place small = stage.rows(op.smallGradient(), tile);
            Place large = stage.rows(op.largeGradient(), tile);
            stage.add(tile, lane -> {
                for (int r = 0; r < tile.rows() * image.h(); r++) {
                    if (op.write() == Write.ADD) {
                        small.load(r * sums.length, sums, sums.length);
                    } else {
                        Arrays.fill(sums, 0);
                    }
                    for (int i = 0; i < op.factor().h(); i++) {
                        large.load((r * op.factor().h() + i) * from.length, from, from.length);
                        for (int j = 0; j < image.w() * op.factor().w(); j++) {
                            addPixel(from, j * image.c(), sums, j / op.factor().w() * image.c(), image.c());
                        }
                    }
                    small.store(r * sums.length, sums, sums.length);
                }
            });
        }
    }

    private static void addPixel(float[] from, int at, float[] sums, int to, int channels) {
        for (int c = 0; c < channels; c++) {
            sums[to + c] += from[at + c];
        }
    }
}
