package dev.hourglass.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_backward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_forward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_relu_use_dst_for_bwd;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;

import dev.hourglass.loops.Kernel;
import dev.hourglass.loops.Place;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.dnnl.dnnl_memory_desc;

/** max(x, 0) and its gradient, by oneDNN: they run at the speed of the cache. */
final class ReluKernels {
    private final NativeOps ops;
    private final Map<Integer, Primitive> forward = new HashMap<>();
    private final Map<Integer, Primitive> backward = new HashMap<>();

    ReluKernels(NativeOps ops) {
        this.ops = ops;
    }

    private dnnl_memory_desc layout(int elements) {
        return ops.strided(new long[] {elements}, 1);
    }

    private Primitive forward(int elements) {
        return forward.computeIfAbsent(elements, count -> ops.primitive("relu", PostOps.none(),
                (into, engine, attributes) -> dnnl_eltwise_forward_primitive_desc_create(into, engine,
                        dnnl_forward_training, dnnl_eltwise_relu_use_dst_for_bwd, layout(elements),
                        layout(elements), 0, 0, attributes)));
    }

    private Primitive backward(int elements) {
        return backward.computeIfAbsent(elements, count -> ops.primitive("gradient of relu", PostOps.none(),
                (into, engine, attributes) -> dnnl_eltwise_backward_primitive_desc_create(into, engine,
                        dnnl_eltwise_relu_use_dst_for_bwd, layout(elements), layout(elements),
                        layout(elements), 0, 0, forward(elements).description(), attributes)));
    }

    Kernel value(int lane, Place in, Place out) {
        var layout = layout(in.elements());
        return ops.kernel(lane, forward(in.elements()), new Argument(DNNL_ARG_SRC, layout, in),
                new Argument(DNNL_ARG_DST, layout, out));
    }

    /** @param saved the function's result */
    Kernel gradient(int lane, Place saved, Place outGradient, Place inGradient) {
        var layout = layout(saved.elements());
        return ops.kernel(lane, backward(saved.elements()), new Argument(DNNL_ARG_DST, layout, saved),
                new Argument(DNNL_ARG_DIFF_DST, layout, outGradient),
                new Argument(DNNL_ARG_DIFF_SRC, layout, inGradient));
    }
}
