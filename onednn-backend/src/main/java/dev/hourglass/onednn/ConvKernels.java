package dev.hourglass.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_backward_data_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_backward_weights_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_direct;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_forward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_deconvolution_direct;
import static org.bytedeco.dnnl.global.dnnl.dnnl_deconvolution_forward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_diff_weights_md;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_weights_md;

import dev.hourglass.loops.Elementwise;
import dev.hourglass.loops.Place;
import dev.hourglass.onednn.Binding.Result;
import dev.hourglass.plan.ConvGeometry;
import dev.hourglass.plan.ConvOp;
import dev.hourglass.plan.ConvOp.Convolve;
import dev.hourglass.plan.ConvOp.ConvolveAdjoint;
import dev.hourglass.plan.ConvOp.FilterGradient;
import dev.hourglass.plan.Slot;
import dev.hourglass.plan.Write;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.TreeMap;
import org.bytedeco.dnnl.dnnl_memory_desc;

/** Convolutions, by oneDNN. */
final class ConvKernels {
    private final Binding binding;
    private final NativeOps ops;

    ConvKernels(Binding binding) {
        this.binding = binding;
        this.ops = binding.ops();
    }

    void bind(ConvOp op, Stage stage) {
        switch (op) {
            case Convolve o -> bind(o, Finish.of(o.small(), o.write()), stage);
            case ConvolveAdjoint o -> bind(o, Finish.of(o.large(), o.write()), stage);
            case FilterGradient o -> bind(o, stage);
        }
    }

    void bind(Convolve op, Finish finish, Stage stage) {
        if (OneChannel.fits(op)) {
            OneChannel.bind(op, finish, binding, stage);
        } else {
            convolve(op.geometry(), op.large(), Filter.of(op.filter(), stage), finish, stage);
        }
    }

    void bind(ConvolveAdjoint op, Finish finish, Stage stage) {
        var mirror = Mirror.of(op.geometry());
        if (OneChannel.fits(op)) {
            OneChannel.bind(op, finish, binding, stage);
        } else if (mirror.isPresent()) {
            var turned = mirror.get().turned(op.filter(), binding, stage);
            convolve(mirror.get().geometry(), op.small(), new Filter(turned, stage.laneOf(op.filter())),
                    finish,
                    stage);
        } else {
            adjoint(op.geometry(), op.small(), Filter.of(op.filter(), stage), finish, stage);
        }
    }

    private void bind(FilterGradient op, Stage stage) {
        var mirror = Mirror.of(op.geometry());
        Place gradient = stage.whole(op.filter());
        int lane = stage.laneOf(op.filter());
        if (mirror.isPresent()) {
            Place turned = binding.scratch().allocate(gradient.elements());
            var mirrored = mirror.get().geometry();
            filterGradient(mirrored, op.small(), op.large(),
                    new Result(turned, new ConvShape(mirrored).filter(ops), Write.SET, lane), stage);
            stage.after(lane, mirror.get().turnBack(turned, gradient, op.write()));
        } else {
            filterGradient(op.geometry(), op.large(), op.small(),
                    new Result(gradient, new ConvShape(op.geometry()).filter(ops), op.write(), lane), stage);
        }
    }

    /** A filter and the lane that may change its layout before the tiles. */
    private record Filter(Place place, int lane) {
        static Filter of(Slot slot, Stage stage) {
            return new Filter(stage.whole(slot), stage.laneOf(slot));
        }
    }

    private void convolve(ConvGeometry g, Slot source, Filter filter, Finish finish, Stage stage) {
        var shape = new ConvShape(g);
        var bias = bias(finish);
        var perRows = new HashMap<Integer, Filtered>();
        for (Tile tile : stage.tiles()) {
            var large = shape.large(ops, tile.rows());
            var small = shape.small(ops, tile.rows());
            var filtered = perRows.computeIfAbsent(tile.rows(), rows -> {
                var any = ops.any(shape.filterExtents());
                var primitive = ops.convolution("convolution " + g, finish.postOps(),
                        (into, engine, attributes) -> dnnl_convolution_forward_primitive_desc_create(into,
                                engine, dnnl_forward_training, dnnl_convolution_direct, large, any, bias,
                                small, shape.strides(), shape.dilation(), shape.paddingBefore(),
                                shape.paddingAfter(), attributes));
                return filtered(primitive, shape.filter(ops), filter, stage);
            });
            var out = stage.rows(finish.out(), tile);
            apply(filtered, new Argument(DNNL_ARG_SRC, large, stage.rows(source, tile)),
                    new Argument(DNNL_ARG_DST, small, out), finish, stage, tile);
            finish.remaining(out).ifPresent(kernel -> stage.add(tile, kernel));
        }
    }

    private void adjoint(ConvGeometry g, Slot source, Filter filter, Finish finish, Stage stage) {
        if (Implementations.isDirect(gradientOfLarge(g, stage.tiles().getFirst().rows()).description())) {
            directAdjoint(g, source, filter, finish, stage);
        } else {
            transposed(g, source, filter, finish, stage);
        }
    }

    /** The primitive that other frameworks call the gradient of a convolution's input. */
    private Primitive gradientOfLarge(ConvGeometry g, int rows) {
        var shape = new ConvShape(g);
        var large = shape.large(ops, rows);
        var small = shape.small(ops, rows);
        var any = ops.any(shape.filterExtents());
        var forward = forward(g, large, small);
        return ops.convolution("adjoint of convolution " + g, PostOps.none(),
                (into, engine, attributes) -> dnnl_convolution_backward_data_primitive_desc_create(into,
                        engine, dnnl_convolution_direct, large, any, small, shape.strides(), shape.dilation(),
                        shape.paddingBefore(), shape.paddingAfter(), forward.description(), attributes));
    }

    /** Much faster than a transposed convolution where it has a stride, but without bias and function. */
    private void directAdjoint(ConvGeometry g, Slot source, Filter filter, Finish finish, Stage stage) {
        var shape = new ConvShape(g);
        var perRows = new HashMap<Integer, Filtered>();
        for (Tile tile : stage.tiles()) {
            var filtered = perRows.computeIfAbsent(tile.rows(),
                    rows -> filtered(gradientOfLarge(g, rows), shape.filter(ops), filter, stage));
            var out = stage.rows(finish.out(), tile);
            apply(filtered,
                    new Argument(DNNL_ARG_DIFF_DST, shape.small(ops, tile.rows()), stage.rows(source, tile)),
                    new Argument(DNNL_ARG_DIFF_SRC, shape.large(ops, tile.rows()), out),
                    Finish.of(finish.out(), finish.write()), stage, tile);
            finish.bias().ifPresent(bias -> stage.add(tile,
                    new BiasKernel(out, stage.whole(bias), out, finish.function())));
        }
    }

    private void transposed(ConvGeometry g, Slot source, Filter filter, Finish finish, Stage stage) {
        var shape = new ConvShape(g);
        var bias = bias(finish);
        var perRows = new HashMap<Integer, Filtered>();
        for (Tile tile : stage.tiles()) {
            var large = shape.large(ops, tile.rows());
            var small = shape.small(ops, tile.rows());
            var filtered = perRows.computeIfAbsent(tile.rows(), rows -> {
                var any = ops.any(shape.transposedFilterExtents());
                var primitive = ops.convolution("transposed convolution " + g, finish.postOps(),
                        (into, engine, attributes) -> dnnl_deconvolution_forward_primitive_desc_create(into,
                                engine, dnnl_forward_training, dnnl_deconvolution_direct, small, any, bias,
                                large, shape.strides(), shape.dilation(), shape.paddingBefore(),
                                shape.paddingAfter(), attributes));
                return filtered(primitive, shape.transposedFilter(ops), filter, stage);
            });
            var out = stage.rows(finish.out(), tile);
            apply(filtered, new Argument(DNNL_ARG_SRC, small, stage.rows(source, tile)),
                    new Argument(DNNL_ARG_DST, large, out), finish, stage, tile);
            finish.remaining(out).ifPresent(kernel -> stage.add(tile, kernel));
        }
    }

    /** A primitive with the filter as it wants it. */
    private record Filtered(Primitive primitive, Argument filter) {
    }

    /** Brings the filter into the primitive's layout, once per run. */
    private Filtered filtered(Primitive primitive, dnnl_memory_desc lies, Filter filter, Stage stage) {
        var wanted = primitive.layout(dnnl_query_weights_md);
        Place place = filter.place();
        if (!NativeOps.equal(wanted, lies)) {
            Place reordered = binding.scratch().allocate(NativeOps.elements(wanted));
            stage.before(filter.lane(), ops.reorder(filter.lane(), lies, place, wanted, reordered));
            place = reordered;
        }
        return new Filtered(primitive, new Argument(DNNL_ARG_WEIGHTS, wanted, place));
    }

    private dnnl_memory_desc bias(Finish finish) {
        return finish.bias().map(slot -> ops.strided(new long[] {slot.elements()}, 1)).orElse(null);
    }

    private void apply(Filtered filtered, Argument source, Argument destination, Finish finish, Stage stage,
            Tile tile) {
        Place out = destination.place();
        var arguments = new ArrayList<>(List.of(source, filtered.filter()));
        finish.bias().ifPresent(
                slot -> arguments.add(new Argument(DNNL_ARG_BIAS, bias(finish), stage.whole(slot))));
        Place result = finish.write() == Write.ADD ? binding.scratch().result(tile.lane(), out) : out;
        arguments.add(new Argument(destination.index(), destination.layout(), result));
        stage.add(tile, ops.kernel(tile.lane(), filtered.primitive(), arguments.toArray(new Argument[0])));
        if (finish.write() == Write.ADD) {
            stage.add(tile, Elementwise.sum(out, result));
        }
    }

    /** The plain map, which descriptions of gradients refer to. */
    private Primitive forward(ConvGeometry g, dnnl_memory_desc large, dnnl_memory_desc small) {
        var shape = new ConvShape(g);
        var any = ops.any(shape.filterExtents());
        return ops.primitive("convolution " + g, PostOps.none(),
                (into, engine, attributes) -> dnnl_convolution_forward_primitive_desc_create(into, engine,
                        dnnl_forward_training, dnnl_convolution_direct, large, any, null, small,
                        shape.strides(), shape.dilation(), shape.paddingBefore(), shape.paddingAfter(),
                        attributes));
    }

    /** Each lane sums over its tiles, in oneDNN's layout; the lanes' sums are added up at the end. */
    private void filterGradient(ConvGeometry g, Slot largeSlot, Slot smallSlot, Result result, Stage stage) {
        var shape = new ConvShape(g);
        var perRows = new HashMap<Integer, Primitive>();
        var sums = new TreeMap<Integer, Place>();
        var chosen = new ArrayList<dnnl_memory_desc>();
        for (Tile tile : stage.tiles()) {
            var large = shape.large(ops, tile.rows());
            var small = shape.small(ops, tile.rows());
            var primitive = perRows.computeIfAbsent(tile.rows(), rows -> {
                var wanted = chosen.isEmpty() ? ops.any(shape.filterExtents()) : chosen.getFirst();
                var forward = forward(g, large, small);
                return ops.primitive("gradient of a filter, " + g, PostOps.none(),
                        (into, engine, attributes) -> dnnl_convolution_backward_weights_primitive_desc_create(
                                into, engine, dnnl_convolution_direct, large, wanted, null, small,
                                shape.strides(), shape.dilation(), shape.paddingBefore(),
                                shape.paddingAfter(), forward.description(), attributes));
            });
            var layout = primitive.layout(dnnl_query_diff_weights_md);
            chosen.add(layout);
            int elements = NativeOps.elements(layout);
            boolean first = !sums.containsKey(tile.lane());
            Place sum = sums.computeIfAbsent(tile.lane(), lane -> binding.scratch().allocate(elements));
            Place part = first ? sum : binding.scratch().result(tile.lane(), sum);
            stage.add(tile, ops.kernel(tile.lane(), primitive,
                    new Argument(DNNL_ARG_SRC, large, stage.rows(largeSlot, tile)),
                    new Argument(DNNL_ARG_DIFF_DST, small, stage.rows(smallSlot, tile)),
                    new Argument(DNNL_ARG_DIFF_WEIGHTS, layout, part)));
            if (!first) {
                stage.add(tile, Elementwise.sum(sum, part));
            }
        }
        binding.total(stage, List.copyOf(sums.values()), chosen.getFirst(), result);
    }
}
