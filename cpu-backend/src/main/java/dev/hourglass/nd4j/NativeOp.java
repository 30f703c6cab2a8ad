package dev.hourglass.nd4j;

import dev.hourglass.spi.BackendException;
import java.util.List;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.LongPointer;
import org.nd4j.linalg.cpu.nativecpu.bindings.Nd4jCpu;
import org.nd4j.nativeblas.OpaqueContext;

/**
 * An ND4J op with its operands bound once and for all. Running it makes no Java object; native memory is only
 * what the op itself takes and gives back.
 */
final class NativeOp implements AutoCloseable {
    private final Nd4jCpu ops;
    private final String name;
    private final long hash;
    private final OpaqueContext context;

    /** Without integer settings the op gets one real one, 0: where {@code relu} bends. */
    NativeOp(Natives natives, String name, List<Tensor> inputs, List<Tensor> outputs, long... settings) {
        this.ops = natives.ops();
        this.name = name;
        this.hash = natives.hash(name);
        this.context = ops.createGraphContext(1);
        for (int i = 0; i < inputs.size(); i++) {
            Tensor tensor = inputs.get(i);
            ops.setGraphContextInputArray(context, i, tensor.data(), tensor.shape(), null, null);
        }
        for (int i = 0; i < outputs.size(); i++) {
            Tensor tensor = outputs.get(i);
            ops.setGraphContextOutputArray(context, i, tensor.data(), tensor.shape(), null, null);
        }
        if (settings.length > 0) {
            try (var integers = new LongPointer(settings)) {
                ops.setGraphContextIArguments(context, integers, settings.length);
            }
        }
        if (settings.length == 0) {
            try (var threshold = new DoublePointer(1)) {
                ops.setGraphContextTArguments(context, threshold.put(0), 1);
            }
        }
        ops.ctxShapeFunctionOverride(context, true);
    }

    void run() {
        if (ops.execCustomOp2(null, hash, context) != 0) {
            throw new BackendException("ND4J's " + name + " failed: " + ops.lastErrorMessage());
        }
    }

    @Override
    public void close() {
        ops.deleteGraphContext(context);
    }
}
