package dev.hourglass.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_execute;

import dev.hourglass.loops.Kernel;
import dev.hourglass.loops.Lane;
import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_primitive;

/** A primitive with its arguments. */
final class NativeKernel implements Kernel {
    private final dnnl_primitive primitive;
    private final int count;
    private final dnnl_exec_arg_t arguments;
    private final Streams streams;

    NativeKernel(dnnl_primitive primitive, int count, dnnl_exec_arg_t arguments, Streams streams) {
        this.primitive = primitive;
        this.count = count;
        this.arguments = arguments;
        this.streams = streams;
    }

    @Override
    public void run(Lane lane) {
        int status = dnnl_primitive_execute(primitive, streams.of(lane), count, arguments);
        if (status != 0) {
            Status.check(status, "dnnl_primitive_execute");
        }
    }
}
