package dev.hourglass.cuda;

import dev.hourglass.plan.ConvGeometry;
import dev.hourglass.plan.Slot;
import dev.hourglass.plan.Write;
import dev.hourglass.spi.Options;
import dev.hourglass.spi.Options.Arithmetic;
import dev.hourglass.spi.Options.Ordering;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;
import jcuda.jcudnn.JCudnn;
import jcuda.jcudnn.cudnnHandle;

/**
 * An algorithm of cuDNN for one geometry. cuDNN ranks its algorithms without measuring, so the choice is the
 * same in every run; the first one is taken that fits the options and has run once over other memory.
 */
final class ConvPlan {
    private static final long LARGEST_WORKSPACE = 256L << 20;

    /** Which of the three maps of a convolution. */
    enum Kind {
        FORWARD, DATA, FILTER
    }

    private final Kind kind;
    private final cudnnHandle handle;
    private final ConvDescriptors descriptors;
    private final ConvAlgorithms.Candidate algorithm;
    private final Arena arena = Arena.ofShared();
    private final NativePointer zero = constant(0);
    private final NativePointer one = constant(1);

    private ConvPlan(CudaDevice device, Kind kind, ConvDescriptors descriptors,
            ConvAlgorithms.Candidate algorithm) {
        this.kind = kind;
        this.handle = device.dnn();
        this.descriptors = descriptors;
        this.algorithm = algorithm;
    }

    private NativePointer constant(float value) {
        return new NativePointer(arena.allocateFrom(ValueLayout.JAVA_FLOAT, value).address());
    }

    static Optional<ConvPlan> find(CudaDevice device, Trials trials, Kind kind,
            ConvGeometry geometry) {
        var descriptors = ConvDescriptors.create();
        if (descriptors.describe(geometry, device.options().arithmetic())) {
            List<ConvAlgorithms.Candidate> candidates = ConvAlgorithms.ranked(device.dnn(), kind,
                    descriptors);
            for (var candidate : candidates) {
                if (fits(candidate, kind, device.options())) {
                    var plan = new ConvPlan(device, kind, descriptors, candidate);
                    if (plan.runs(trials, geometry)) {
                        return Optional.of(plan);
                    }
                    plan.arena.close();
                }
            }
        }
        descriptors.destroy();
        return Optional.empty();
    }

    private static boolean fits(ConvAlgorithms.Candidate candidate, Kind kind, Options options) {
        return candidate.workspace() <= LARGEST_WORKSPACE
                && (options.ordering() == Ordering.ANY || candidate.deterministic())
                && (options.arithmetic() == Arithmetic.FAST
                        || !ConvAlgorithms.transforms(kind, candidate.number()));
    }

    /** Runs over memory of its own, which also has cuDNN load its kernels before a graph is captured. */
    private boolean runs(Trials trials, ConvGeometry g) {
        long large = Scratch.align(4L * g.largeShape().elements());
        long filter = Scratch.align(4L * g.filterShape().elements());
        long small = Scratch.align(4L * g.smallShape().elements());
        int[] status = new int[1];
        trials.run(large + filter + small + algorithm.workspace(), "trying the convolution " + g, at -> {
            var operands = new Operands();
            operands.placeLarge(at);
            operands.placeFilter(at + large);
            operands.placeSmall(at + large + filter);
            operands.placeWorkspace(at + large + filter + small);
            status[0] = enqueue(operands, zero);
        });
        return status[0] == 0;
    }

    /** Makes it a step of a routine. */
    void bind(Binding b, Slot large, Slot filter, Slot small, Write write) {
        var operands = new Operands();
        var product = new ProductOperands(b, algorithm.workspace());
        Write way = switch (kind) {
            case FORWARD -> {
                product.read(large, operands::placeLarge);
                product.read(filter, operands::placeFilter);
                yield product.write(small, write, operands::placeSmall);
            }
            case DATA -> {
                product.read(small, operands::placeSmall);
                product.read(filter, operands::placeFilter);
                yield product.write(large, write, operands::placeLarge);
            }
            case FILTER -> {
                product.read(large, operands::placeLarge);
                product.read(small, operands::placeSmall);
                yield product.write(filter, write, operands::placeFilter);
            }
        };
        var beta = way == Write.ADD ? one : zero;
        if (algorithm.workspace() > 0) {
            b.scratch().need(algorithm.workspace(), operands::placeWorkspace);
        }
        b.add(() -> {
            int status = enqueue(operands, beta);
            if (status != 0) {
                Calls.checkDnn(status, "a convolution (algorithm " + algorithm.number() + ")");
            }
        });
        product.end();
    }

    private int enqueue(Operands o, NativePointer beta) {
        var d = descriptors;
        long bytes = algorithm.workspace();
        return switch (kind) {
            case FORWARD -> JCudnn.cudnnConvolutionForward(handle, one, d.large(), o.large, d.filter(),
                    o.filter, d.convolution(), algorithm.number(), o.workspace, bytes, beta, d.small(),
                    o.small);
            case DATA -> JCudnn.cudnnConvolutionBackwardData(handle, one, d.filter(), o.filter, d.small(),
                    o.small, d.convolution(), algorithm.number(), o.workspace, bytes, beta, d.large(),
                    o.large);
            case FILTER -> JCudnn.cudnnConvolutionBackwardFilter(handle, one, d.large(), o.large, d.small(),
                    o.small, d.convolution(), algorithm.number(), o.workspace, bytes, beta, d.filter(),
                    o.filter);
        };
    }

    void close() {
        descriptors.destroy();
        arena.close();
    }

    /** Addresses of one use of the plan; those in scratch memory are known last. */
    private static final class Operands {
        private DevicePointer large;
        private DevicePointer filter;
        private DevicePointer small;
        private DevicePointer workspace = new DevicePointer(0);

        void placeLarge(long address) {
            large = new DevicePointer(address);
        }

        void placeFilter(long address) {
            filter = new DevicePointer(address);
        }

        void placeSmall(long address) {
            small = new DevicePointer(address);
        }

        void placeWorkspace(long address) {
            workspace = new DevicePointer(address);
        }
    }
}
