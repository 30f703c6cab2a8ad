package dev.hourglass.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_execute;

import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_primitive;

/** A primitive with its arguments. */
final class NativeKernel implements Kernel {
    private final dnnl_primitive primitive;
    private final int count;
    private final dnnl_exec_arg_t arguments;

    NativeKernel(dnnl_primitive primitive, int count, dnnl_exec_arg_t arguments) {
        this.primitive = primitive;
        this.count = count;
        this.arguments = arguments;
    }

    @Override
    public void run(Lane lane) {
        int status = dnnl_primitive_execute(primitive, lane.stream(), count, arguments);
        if (status != 0) {
            Status.check(status, "dnnl_primitive_execute");
        }
    }
}
