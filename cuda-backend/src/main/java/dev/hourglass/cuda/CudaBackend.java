package dev.hourglass.cuda;

import dev.hourglass.plan.ConvOp;
import dev.hourglass.plan.LossOp;
import dev.hourglass.plan.MatrixOp;
import dev.hourglass.plan.MemoryOp;
import dev.hourglass.plan.MemoryPlan;
import dev.hourglass.plan.NormOp;
import dev.hourglass.plan.Op;
import dev.hourglass.plan.PointwiseOp;
import dev.hourglass.plan.PoolOp;
import dev.hourglass.plan.Program;
import dev.hourglass.plan.RandomOp;
import dev.hourglass.plan.Slot;
import dev.hourglass.plan.UpdateOp;
import dev.hourglass.spi.Backend;
import dev.hourglass.spi.BackendException;
import dev.hourglass.spi.DeviceInfo;
import dev.hourglass.spi.Memory;
import dev.hourglass.spi.Options;
import dev.hourglass.spi.Replay;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.function.ToLongFunction;

/** One opened GPU. */
final class CudaBackend implements Backend {
    /**
     * Of the free memory, left for graphs and for kernels that libraries load; how much they take is not
     * known.
     */
    private static final long KEPT_BACK = 256L << 20;
    private static final long KEPT_PART = 16;
    /** The driver gives memory away in pieces of this size. */
    private static final long PIECE = 2L << 20;

    private final CudaDevice device;
    private final Execution execution;
    private final Fusion fusion;
    private final DeviceInfo info;

    CudaBackend(CudaDevice device, Execution execution, Fusion fusion) {
        this.device = device;
        this.execution = execution;
        this.fusion = fusion;
        long free = device.freeMemory();
        this.info = device.gpu().describe(device.options().name(CudaProvider.NAME),
                free - Math.min(KEPT_BACK, free / KEPT_PART));
    }

    @Override
    public DeviceInfo device() {
        return info;
    }

    @Override
    public Options.Arithmetic arithmetic() {
        return device.options().arithmetic();
    }

    @Override
    public Memory allocate(MemoryPlan plan) {
        device.makeCurrent();
        return new CudaMemory(device, plan);
    }

    @Override
    public Replay compile(List<Op> ops, Memory memory) {
        return compile(ops, memory, ops);
    }

    /** Some ops of a routine, with their slots as wide as in all of it: to measure them. */
    Replay compile(List<Op> ops, Memory memory, List<Op> routine) {
        device.makeCurrent();
        if (!(memory instanceof CudaMemory own) || !own.isOn(device)) {
            throw new BackendException("backend cuda cannot run over memory of another backend ("
                    + memory.getClass().getSimpleName() + "); allocate it with the same backend");
        }
        var storage = storage(routine, own::at);
        var arena = Arena.ofShared();
        try {
            var binding = Binding.of(ops, Binding.Means.of(device), own::at, storage, arena);
            bind(ops, fusion, binding);
            return CudaReplay.of(binding, execution);
        } catch (RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    /**
     * Binds the routines to no memory, to see how much working memory each has and what is tried meanwhile.
     */
    @Override
    public long bytes(Program program) {
        device.makeCurrent();
        var trials = new Trials.Measured();
        var convolutions = new ConvPlans(device, trials);
        long bytes = pieces(program.plan().bytes());
        try {
            for (List<Op> ops : program.routines().values()) {
                try (Arena arena = Arena.ofConfined()) {
                    ToLongFunction<Slot> places = program.plan()::offset;
                    var means = new Binding.Means(device, trials, convolutions);
                    var binding = Binding.of(ops, means, places, storage(ops, places), arena);
                    bind(ops, fusion, binding);
                    bytes += pieces(binding.scratch().bytes());
                }
            }
        } finally {
            convolutions.close();
        }
        return bytes + pieces(trials.most());
    }

    private Storage storage(List<Op> routine, ToLongFunction<Slot> places) {
        return arithmetic() == Options.Arithmetic.MIXED ? Storage.mixed(routine, places) : Storage.wide();
    }

    private static long pieces(long bytes) {
        return (bytes + PIECE - 1) / PIECE * PIECE;
    }

    private static void bind(List<Op> ops, Fusion fusion, Binding binding) {
        for (int i = 0; i < ops.size();) {
            Op op = ops.get(i);
            try {
                int fused = fusion.bind(ops.subList(i, ops.size()), binding);
                if (fused == 0) {
                    bind(op, binding);
                    binding.endOp(Binding.name(op));
                }
                i += Math.max(1, fused);
            } catch (BackendException e) {
                throw new BackendException("cannot compile " + Binding.name(op) + ": " + e.getMessage(), e);
            }
        }
    }

    private static void bind(Op op, Binding binding) {
        switch (op) {
            case MatrixOp o -> MatrixCalls.bind(o, binding);
            case ConvOp o -> ConvKernels.bind(o, binding);
            case PoolOp o -> PoolKernels.bind(o, binding);
            case PointwiseOp o -> PointwiseKernels.bind(o, binding);
            case NormOp o -> NormKernels.bind(o, binding);
            case RandomOp o -> RandomKernels.bind(o, binding);
            case LossOp o -> LossKernels.bind(o, binding);
            case UpdateOp o -> UpdateKernels.bind(o, binding);
            case MemoryOp o -> MemoryKernels.bind(o, binding);
        }
    }

    @Override
    public void await() {
        device.makeCurrent();
        device.synchronize();
    }

    @Override
    public void close() {
        device.close();
    }
}
