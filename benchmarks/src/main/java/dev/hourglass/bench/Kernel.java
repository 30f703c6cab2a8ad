package dev.hourglass.bench;

import dev.hourglass.plan.Activation;
import dev.hourglass.plan.ConvGeometry;
import dev.hourglass.plan.ConvOp;
import dev.hourglass.plan.DType;
import dev.hourglass.plan.ImageExtent;
import dev.hourglass.plan.MatrixOp;
import dev.hourglass.plan.MatrixOp.Layout;
import dev.hourglass.plan.Mode;
import dev.hourglass.plan.NormOp;
import dev.hourglass.plan.Op;
import dev.hourglass.plan.PointwiseOp;
import dev.hourglass.plan.PoolGeometry;
import dev.hourglass.plan.PoolOp;
import dev.hourglass.plan.Ports;
import dev.hourglass.plan.Program;
import dev.hourglass.plan.ProgramBuilder;
import dev.hourglass.plan.Role;
import dev.hourglass.plan.Routine;
import dev.hourglass.plan.RoutineBuilder;
import dev.hourglass.plan.Shape;
import dev.hourglass.plan.Slot;
import dev.hourglass.plan.UpdateOp;
import dev.hourglass.plan.Window;
import dev.hourglass.plan.Write;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Kernels that are timed alone, one op each: what models are made of, and what the machine can do at best.
 */
public enum Kernel {
    GEMM_256("product of matrices 256³", routine -> gemm(routine, 256)),
    GEMM_1024("product of matrices 1024³", routine -> gemm(routine, 1024)),
    CONVOLUTION("convolution 3x3, 32 to 32, 28x28, batch 128",
            routine -> convolve(routine, Place.of(128, 28, 32, 32, 1))),
    CONVOLUTION_WIDE("convolution 3x3, 128 to 128, 28x28, batch 16",
            routine -> convolve(routine, Place.of(16, 28, 128, 128, 1))),
    CONVOLUTION_STRIDED("convolution 3x3 stride 2, 32 to 32, 28x28, batch 128",
            routine -> convolve(routine, Place.of(128, 28, 32, 32, 2))),
    ADJOINT_STRIDED("its adjoint (transposed convolution)",
            routine -> adjoint(routine, Place.of(128, 28, 32, 32, 2))),
    FILTER_GRADIENT_STRIDED("gradient of its filter",
            routine -> filterGradient(routine, Place.of(128, 28, 32, 32, 2))),
    FIRST_LAYER("convolution 3x3, 1 to 32, 28x28, batch 128",
            routine -> convolve(routine, Place.of(128, 28, 1, 32, 1))),
    LAST_LAYER("convolution 3x3, 32 to 1, 28x28, batch 128",
            routine -> convolve(routine, Place.of(128, 28, 32, 1, 1))),
    LAST_FILTER_GRADIENT("gradient of its filter (32 to 1)",
            routine -> filterGradient(routine, Place.of(128, 28, 32, 1, 1))),
    BATCH_NORM("batch norm in training, 32 channels, 28x28, batch 128", Kernel::batchNorm),
    ADAM("Adam, a million weights", Kernel::adam),
    MAX_POOL("max-pool 2x2, 32 channels, 28x28, batch 128", Kernel::maxPool),
    RELU("ReLU, 32 channels, 28x28, batch 128", Kernel::relu),
    /** Not an op: a = b + s · c over arrays of some size. */
    STREAM("memory: a = b + s·c", _ -> {
    });

    private static final int WEIGHTS = 1 << 20;

    private final String title;
    private final Consumer<RoutineBuilder> definition;

    Kernel(String title, Consumer<RoutineBuilder> definition) {
        this.title = title;
        this.definition = definition;
    }

    /** What it is, for tables. */
    public String title() {
        return title;
    }

    /** All that are ops. */
    static List<Kernel> ops() {
        return Arrays.stream(values()).filter(each -> each != STREAM).toList();
    }

    /** Floating point operations of one run. */
    long flops() {
        return program().ops(Routine.RECONSTRUCT).stream().mapToLong(Op::flops).sum();
    }

    /** Bytes that one run has to move at least: what it reads, and what it writes, once. */
    long bytes() {
        return program().ops(Routine.RECONSTRUCT).stream()
                .flatMap(each -> Stream.concat(each.reads().stream(), each.writes().stream()))
                .mapToLong(Slot::bytes).sum();
    }

    /** A program of this one op. */
    Program program() {
        return ProgramBuilder.build(1,
                program -> definition.accept(program.routine(Routine.RECONSTRUCT, Mode.TRAIN)));
    }

    /** Where a convolution takes place, and the slots it works on. */
    private record Place(ConvGeometry geometry) {
        private static Place of(int n, int side, int in, int out, int stride) {
            return new Place(
                    ConvGeometry.over(n, new ImageExtent(side, side, in), out, Window.of(3, stride, 1), 1));
        }
    }

    private static Slot in(RoutineBuilder routine, String name, Shape shape) {
        return routine.program().port(name, shape, DType.F32, Role.INPUT);
    }

    private static Slot out(RoutineBuilder routine, String name, Shape shape) {
        return routine.program().port(name, shape, DType.F32, Role.RESULT);
    }

    private static void gemm(RoutineBuilder routine, int n) {
        var shape = Shape.of(n, n);
        routine.add(new MatrixOp.Gemm(in(routine, "a", shape), Layout.PLAIN, in(routine, "b", shape),
                Layout.PLAIN,
                out(routine, Ports.OUTPUT, shape), Write.SET));
    }

    private static void convolve(RoutineBuilder routine, Place place) {
        var g = place.geometry();
        routine.add(new ConvOp.Convolve(g, in(routine, "large", g.largeShape()),
                in(routine, "filter", g.filterShape()), out(routine, Ports.OUTPUT, g.smallShape()),
                Write.SET));
    }

    private static void adjoint(RoutineBuilder routine, Place place) {
        var g = place.geometry();
        routine.add(new ConvOp.ConvolveAdjoint(g, in(routine, "small", g.smallShape()),
                in(routine, "filter", g.filterShape()), out(routine, Ports.OUTPUT, g.largeShape()),
                Write.SET));
    }

    private static void filterGradient(RoutineBuilder routine, Place place) {
        var g = place.geometry();
        routine.add(new ConvOp.FilterGradient(g, in(routine, "large", g.largeShape()),
                in(routine, "small", g.smallShape()), out(routine, Ports.OUTPUT, g.filterShape()),
                Write.SET));
    }

    private static void batchNorm(RoutineBuilder routine) {
        var channels = Shape.of(32);
        var images = Shape.of(128, 28, 28, 32);
        routine.add(new NormOp.BatchNorm(new NormOp.Settings(1e-5f, 0.1f), in(routine, "images", images),
                new NormOp.Affine(in(routine, "gamma", channels), in(routine, "beta", channels)),
                new NormOp.Running(out(routine, "mean", channels), out(routine, "variance", channels)),
                new NormOp.Saved(out(routine, "saved-mean", channels),
                        out(routine, "saved-deviation", channels)),
                out(routine, Ports.OUTPUT, images)));
    }

    private static void maxPool(RoutineBuilder routine) {
        var geometry = PoolGeometry.over(128, new ImageExtent(28, 28, 32), Window.of(2, 2, 0));
        routine.add(new PoolOp.Pool(PoolOp.Kind.MAX, geometry, in(routine, "large", geometry.largeShape()),
                out(routine, Ports.OUTPUT, geometry.smallShape())));
    }

    private static void relu(RoutineBuilder routine) {
        var images = Shape.of(128, 28, 28, 32);
        routine.add(new PointwiseOp.Activate(new Activation.Relu(), in(routine, "images", images),
                out(routine, Ports.OUTPUT, images)));
    }

    private static void adam(RoutineBuilder routine) {
        var span = Shape.of(WEIGHTS);
        var one = Shape.of(1);
        var program = routine.program();
        var control = new UpdateOp.StepControl(program.port(Ports.RATE, one, DType.F32, Role.CONTROL),
                program.port(Ports.GRADIENT_SCALE, one, DType.F32, Role.CONTROL),
                program.port(Ports.STEP, one, DType.I32, Role.CONTROL));
        routine.add(new UpdateOp.Advance(control.step()));
        routine.add(new UpdateOp.Adam(
                new UpdateOp.AdamSettings(0.9f, 0.999f, 1e-8f, 0, UpdateOp.Decay.DECOUPLED),
                out(routine, Ports.OUTPUT, span), in(routine, "gradients", span), out(routine, "first", span),
                out(routine, "second", span), control));
    }
}
