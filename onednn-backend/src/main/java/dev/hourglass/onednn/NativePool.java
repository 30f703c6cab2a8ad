package dev.hourglass.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WORKSPACE;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_inference;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;
import static org.bytedeco.dnnl.global.dnnl.dnnl_pooling_avg_exclude_padding;
import static org.bytedeco.dnnl.global.dnnl.dnnl_pooling_backward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_pooling_forward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_pooling_max;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_workspace_md;

import dev.hourglass.loops.Kernel;
import dev.hourglass.loops.Place;
import dev.hourglass.plan.ImageExtent;
import dev.hourglass.plan.PoolGeometry;
import dev.hourglass.plan.PoolOp.Kind;
import org.bytedeco.dnnl.dnnl_memory_desc;

/** Pooling of some images by oneDNN. */
final class NativePool {
    private static final long[] NO_DILATION = {0, 0};

    private final NativeOps ops;
    private final PoolGeometry g;
    private final int algorithm;
    private final dnnl_memory_desc large;
    private final dnnl_memory_desc small;

    NativePool(NativeOps ops, Kind kind, PoolGeometry geometry, int rows) {
        this.ops = ops;
        this.g = geometry;
        this.algorithm = kind == Kind.MAX ? dnnl_pooling_max : dnnl_pooling_avg_exclude_padding;
        this.large = image(g.large(), rows);
        this.small = image(g.small(), rows);
    }

    private dnnl_memory_desc image(ImageExtent image, int rows) {
        long c = image.c();
        return ops.strided(new long[] {rows, c, image.h(), image.w()}, image.elements(), 1, image.w() * c, c);
    }

    private Primitive forward(int kind) {
        return ops.primitive("pooling " + g, PostOps.none(),
                (into, engine, attributes) -> dnnl_pooling_forward_primitive_desc_create(into, engine, kind,
                        algorithm, large, small, strides(), kernel(), NO_DILATION, before(), after(),
                        attributes));
    }

    /** small = pool(large). */
    Primitive pool() {
        return forward(dnnl_forward_inference);
    }

    Kernel pool(int lane, Primitive primitive, Place from, Place to) {
        return ops.kernel(lane, primitive, new Argument(DNNL_ARG_SRC, large, from),
                new Argument(DNNL_ARG_DST, small, to));
    }

    /**
     * What a gradient takes: for a maximum a second look at the image, which notes where the maxima are.
     *
     * @param winners to note them; null for an average
     */
    record Gradient(Primitive forward, Primitive backward, dnnl_memory_desc winners) {
    }

    Gradient gradient() {
        var forward = forward(dnnl_forward_training);
        var backward = ops.primitive("gradient of pooling " + g, PostOps.none(),
                (into, engine, attributes) -> dnnl_pooling_backward_primitive_desc_create(into, engine,
                        algorithm, large, small, strides(), kernel(), NO_DILATION, before(), after(),
                        forward.description(), attributes));
        boolean hasWinners = algorithm == dnnl_pooling_max;
        return new Gradient(forward, backward, hasWinners ? forward.layout(dnnl_query_workspace_md) : null);
    }

    /** Notes where the maxima are; the maxima themselves are not needed. */
    Kernel look(int lane, Gradient gradient, Place from, Place maxima, Place winners) {
        return ops.kernel(lane, gradient.forward(), new Argument(DNNL_ARG_SRC, large, from),
                new Argument(DNNL_ARG_DST, small, maxima),
                new Argument(DNNL_ARG_WORKSPACE, gradient.winners(), winners));
    }

    Kernel spread(int lane, Gradient gradient, Place winners, Place smallGradient, Place largeGradient) {
        var from = new Argument(DNNL_ARG_DIFF_DST, small, smallGradient);
        var to = new Argument(DNNL_ARG_DIFF_SRC, large, largeGradient);
        return gradient.winners() == null ? ops.kernel(lane, gradient.backward(), from, to)
                : ops.kernel(lane, gradient.backward(), from, to,
                        new Argument(DNNL_ARG_WORKSPACE, gradient.winners(), winners));
    }

    private long[] kernel() {
        return new long[] {g.window().kernel().h(), g.window().kernel().w()};
    }

    private long[] strides() {
        return new long[] {g.window().stride().h(), g.window().stride().w()};
    }

    private long[] before() {
        return new long[] {g.window().pad().h(), g.window().pad().w()};
    }

    /** Padding up to the end of the last window; rows that no window reaches are simply left over. */
    private long[] after() {
        var w = g.window();
        return new long[] {
            Math.max(0, (g.small().h() - 1L) * w.stride().h() + w.spanH() - g.large().h() - w.pad().h()),
            Math.max(0, (g.small().w() - 1L) * w.stride().w() + w.spanW() - g.large().w() - w.pad().w())};
    }
}
