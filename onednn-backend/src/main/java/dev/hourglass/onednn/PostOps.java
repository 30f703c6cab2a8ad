package dev.hourglass.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_relu;
import static org.bytedeco.dnnl.global.dnnl.dnnl_f32;
import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_append_eltwise;
import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_append_sum;
import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_set_post_ops;

import dev.hourglass.plan.Activation;
import dev.hourglass.plan.Write;
import org.bytedeco.dnnl.dnnl_post_ops;
import org.bytedeco.dnnl.dnnl_primitive_attr;

/**
 * What a primitive does with its result before it stores it.
 *
 * @param write    whether the result is added to what is there
 * @param function applied last
 */
record PostOps(Write write, Activation function) {

    static PostOps none() {
        return new PostOps(Write.SET, new Activation.Identity());
    }

    static PostOps writing(Write write) {
        return new PostOps(write, new Activation.Identity());
    }

    static PostOps applying(Activation function) {
        return new PostOps(Write.SET, function);
    }

    /** Whether oneDNN applies the function as the contract wants it. */
    static boolean canApply(Activation function) {
        return function instanceof Activation.Identity || function instanceof Activation.Relu
                || function instanceof Activation.LeakyRelu;
    }

    void addTo(dnnl_primitive_attr attributes) {
        boolean identity = function instanceof Activation.Identity;
        if (write == Write.SET && identity) {
            return;
        }
        var steps = new dnnl_post_ops();
        Status.check(dnnl_post_ops_create(steps), "dnnl_post_ops_create");
        try {
            if (write == Write.ADD) {
                Status.check(dnnl_post_ops_append_sum(steps, 1, 0, dnnl_f32), "dnnl_post_ops_append_sum");
            }
            if (!identity) {
                float slope = function instanceof Activation.LeakyRelu(float below) ? below : 0;
                Status.check(dnnl_post_ops_append_eltwise(steps, dnnl_eltwise_relu, slope, 0),
                        "dnnl_post_ops_append_eltwise");
            }
            Status.check(dnnl_primitive_attr_set_post_ops(attributes, steps),
                    "dnnl_primitive_attr_set_post_ops");
        } finally {
            dnnl_post_ops_destroy(steps);
        }
    }
}
