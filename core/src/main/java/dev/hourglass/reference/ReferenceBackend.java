package dev.hourglass.reference;

import dev.hourglass.plan.ConvOp;
import dev.hourglass.plan.LossOp;
import dev.hourglass.plan.MatrixOp;
import dev.hourglass.plan.MemoryOp;
import dev.hourglass.plan.MemoryPlan;
import dev.hourglass.plan.NormOp;
import dev.hourglass.plan.Op;
import dev.hourglass.plan.PointwiseOp;
import dev.hourglass.plan.PoolOp;
import dev.hourglass.plan.RandomOp;
import dev.hourglass.plan.UpdateOp;
import dev.hourglass.spi.Backend;
import dev.hourglass.spi.BackendException;
import dev.hourglass.spi.DeviceInfo;
import dev.hourglass.spi.Memory;
import dev.hourglass.spi.Options;
import dev.hourglass.spi.Replay;
import java.util.List;

/** Every op as a plain loop. The results do not depend on the number of threads. */
public final class ReferenceBackend implements Backend {
    static final String NAME = "reference";

    private final Precision precision;
    private final Workers workers;

    public ReferenceBackend(Options options, Precision precision) {
        this.precision = precision;
        this.workers = new Workers(threads(options));
    }

    @Override
    public DeviceInfo device() {
        return describe(workers.threads());
    }

    @Override
    public long available() {
        return ReferenceMemory.largest();
    }

    @Override
    public ReferenceMemory allocate(MemoryPlan plan) {
        return new ReferenceMemory(plan, precision);
    }

    @Override
    public Replay compile(List<Op> ops, Memory memory) {
        if (!(memory instanceof ReferenceMemory places)) {
            throw new BackendException("reference: the memory was allocated by another backend");
        }
        var kernels = ops.stream().map(op -> bind(op, places)).toArray(Kernel[]::new);
        return new LoopReplay(kernels, workers);
    }

    private static Kernel bind(Op op, ReferenceMemory memory) {
        return switch (op) {
            case MatrixOp o -> MatrixLoops.bind(o, memory);
            case ConvOp o -> ConvLoops.bind(o, memory);
            case PoolOp o -> PoolLoops.bind(o, memory);
            case PointwiseOp o -> PointwiseLoops.bind(o, memory);
            case NormOp o -> NormLoops.bind(o, memory);
            case RandomOp o -> RandomLoops.bind(o, memory);
            case LossOp o -> LossLoops.bind(o, memory);
            case UpdateOp o -> UpdateLoops.bind(o, memory);
            case MemoryOp o -> MemoryLoops.bind(o, memory);
        };
    }

    @Override
    public void await() {
        // Every run has ended when it returns.
    }

    @Override
    public void close() {
        workers.close();
    }

    static int threads(Options options) {
        return options.threads() > 0 ? options.threads() : Runtime.getRuntime().availableProcessors();
    }

    static DeviceInfo describe(int threads) {
        String device = System.getProperty("os.arch") + " in Java loops";
        return new DeviceInfo(NAME, device, "Java " + Runtime.version(), threads,
                ReferenceMemory.largest(Runtime.getRuntime().maxMemory()));
    }

    private static final class LoopReplay implements Replay {
        private final Kernel[] kernels;
        private final Workers workers;

        LoopReplay(Kernel[] kernels, Workers workers) {
            this.kernels = kernels;
            this.workers = workers;
        }

        @Override
        public void run() {
            for (Kernel kernel : kernels) {
                workers.run(kernel);
            }
        }

        @Override
        public void close() {
            // Holds nothing but references.
        }
    }
}
