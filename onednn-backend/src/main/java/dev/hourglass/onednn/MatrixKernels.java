package dev.hourglass.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.dnnl_matmul_primitive_desc_create;

import dev.hourglass.loops.Kernel;
import dev.hourglass.loops.Lane;
import dev.hourglass.loops.Place;
import dev.hourglass.onednn.Binding.Result;
import dev.hourglass.plan.MatrixOp;
import dev.hourglass.plan.MatrixOp.Gemm;
import dev.hourglass.plan.MatrixOp.Layout;
import dev.hourglass.plan.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.bytedeco.dnnl.dnnl_memory_desc;

/** Products of matrices, by oneDNN. */
final class MatrixKernels {
    private final Binding binding;
    private final NativeOps ops;

    MatrixKernels(Binding binding) {
        this.binding = binding;
        this.ops = binding.ops();
    }

    void bind(MatrixOp op, Stage stage) {
        switch (op) {
            case Gemm o when o.aLayout() == Layout.PLAIN -> bind(o, Finish.of(o.out(), o.write()), stage);
            case Gemm o -> sums(o, stage);
        }
    }

    /** A part of the product: rows of the result, terms of its sums, and how it is stored. */
    private record Part(int m, int k, Finish finish) {
    }

    /** Each tile is some rows of a and of the result. */
    void bind(Gemm op, Finish finish, Stage stage) {
        var primitives = new TreeMap<Integer, Primitive>();
        for (Tile tile : stage.tiles()) {
            var part = new Part(tile.rows(), op.k(), finish);
            var primitive = primitives.computeIfAbsent(tile.rows(), rows -> product(op, part));
            Place out = stage.rows(finish.out(), tile);
            stage.add(tile, kernel(tile.lane(), primitive, op, part, stage.rows(op.a(), tile),
                    stage.whole(op.b()), out));
            finish.remaining(out).ifPresent(kernel -> stage.add(tile, kernel));
        }
    }

    /** Each tile is some terms of the sums; each lane adds up its own. */
    private void sums(Gemm op, Stage stage) {
        var sums = new TreeMap<Integer, Place>();
        for (Tile tile : stage.tiles()) {
            boolean first = !sums.containsKey(tile.lane());
            Place sum = sums.computeIfAbsent(tile.lane(),
                    lane -> binding.scratch().allocate(op.out().elements()));
            var part = new Part(op.m(), tile.rows(), Finish.of(op.out(), first ? Write.SET : Write.ADD));
            stage.add(tile, kernel(tile.lane(), product(op, part), op, part, stage.rows(op.a(), tile),
                    stage.rows(op.b(), tile), sum));
        }
        var layout = result(op, op.m());
        binding.total(stage, List.copyOf(sums.values()), layout,
                new Result(stage.whole(op.out()), layout, op.write(), stage.laneOf(op.out())));
    }

    /** Each lane does some rows of the result; both factors are needed wholly. */
    void whole(Gemm op) {
        var kernels = new Kernel[binding.lanes()];
        for (int i = 0; i < kernels.length; i++) {
            int from = Lane.from(i, kernels.length, op.m());
            int rows = Lane.from(i + 1, kernels.length, op.m()) - from;
            if (rows > 0) {
                var part = new Part(rows, op.k(), Finish.of(op.out(), op.write()));
                Place a = binding.place(op.a());
                int first = op.aLayout() == Layout.PLAIN ? from * op.k() : from;
                kernels[i] = kernel(i, product(op, part), op, part, a.slice(first, a.elements() - first),
                        binding.place(op.b()), binding.place(op.out()).slice(from * op.n(), rows * op.n()));
            }
        }
        binding.add(lane -> {
            if (kernels[lane.index()] != null) {
                kernels[lane.index()].run(lane);
            }
        });
    }

    private Primitive product(Gemm op, Part part) {
        var bias = bias(op, part);
        return ops.primitive(op.toString(), postOps(part.finish()),
                (into, engine, attributes) -> dnnl_matmul_primitive_desc_create(into, engine, left(op, part),
                        right(op, part), bias, result(op, part.m()), attributes));
    }

    private static PostOps postOps(Finish finish) {
        return finish.write() == Write.ADD ? PostOps.writing(Write.ADD) : finish.postOps();
    }

    private Kernel kernel(int lane, Primitive primitive, Gemm op, Part part, Place a, Place b, Place out) {
        var arguments = new ArrayList<>(List.of(new Argument(DNNL_ARG_SRC, left(op, part), a),
                new Argument(DNNL_ARG_WEIGHTS, right(op, part), b),
                new Argument(DNNL_ARG_DST, result(op, part.m()), out)));
        part.finish().bias().ifPresent(
                slot -> arguments.add(new Argument(DNNL_ARG_BIAS, bias(op, part), binding.place(slot))));
        return ops.kernel(lane, primitive, arguments.toArray(new Argument[0]));
    }

    private dnnl_memory_desc left(Gemm op, Part part) {
        long[] extents = {part.m(), part.k()};
        return op.aLayout() == Layout.PLAIN ? ops.strided(extents, op.k(), 1)
                : ops.strided(extents, 1, op.m());
    }

    private dnnl_memory_desc right(Gemm op, Part part) {
        long[] extents = {part.k(), op.n()};
        return op.bLayout() == Layout.PLAIN ? ops.strided(extents, op.n(), 1)
                : ops.strided(extents, 1, op.k());
    }

    private dnnl_memory_desc result(Gemm op, int m) {
        return ops.strided(new long[] {m, op.n()}, op.n(), 1);
    }

    private dnnl_memory_desc bias(Gemm op, Part part) {
        return part.finish().bias().isEmpty() ? null : ops.strided(new long[] {1, op.n()}, op.n(), 1);
    }
}
