package dev.hourglass.nd4j;

import dev.hourglass.loops.Place;
import dev.hourglass.plan.ConvGeometry;
import dev.hourglass.plan.ConvOp;
import dev.hourglass.plan.ConvOp.Convolve;
import dev.hourglass.plan.ConvOp.ConvolveAdjoint;
import dev.hourglass.plan.ConvOp.FilterGradient;
import dev.hourglass.plan.PointwiseOp.AddBias;
import dev.hourglass.plan.Write;
import java.util.Arrays;

/**
 * The three maps of a convolution, each by the way that was measured to be the fastest: planes where one side
 * has a single channel, ND4J where it can, products of matrices for the rest.
 */
final class ConvKernels {
    private final Binding binding;

    ConvKernels(Binding binding) {
        this.binding = binding;
    }

    void bind(ConvOp op) {
        switch (op) {
            case Convolve o -> convolve(o);
            case ConvolveAdjoint o -> adjoint(o);
            case FilterGradient o -> filterGradient(o);
        }
    }

    /** Whether ND4J's convolution does this, and so can add the bias by the way. */
    static boolean addsBias(Convolve op) {
        return op.write() == Write.SET && op.geometry().small().c() > 1
                && NativeConvolution.fits(op.geometry());
    }

    void bindWithBias(Convolve op, AddBias bias) {
        new NativeConvolution(binding, op.geometry()).convolve(binding.place(op.large()),
                binding.place(op.filter()),
                binding.place(bias.bias()), binding.place(bias.out()), Write.SET);
    }

    /**
     * Whether the two gradients of one convolution come cheaper from one op: not where the filter's alone is
     * faster by small products. The op writes the data gradient before it reads the image.
     */
    boolean pairs(FilterGradient filter, ConvolveAdjoint data) {
        return !Blas.hasSmallKernels() && filter.geometry().equals(data.geometry())
                && filter.small().equals(data.small()) && filter.write() == Write.SET
                && data.write() == Write.SET
                && NativeConvolution.fits(filter.geometry()) && !PlaneConvolution.fits(filter.geometry())
                && !binding.place(filter.large()).overlaps(binding.place(data.large()));
    }

    void bindPair(FilterGradient filter, ConvolveAdjoint data) {
        new NativeConvolution(binding, filter.geometry()).bothGradients(binding.place(filter.large()),
                binding.place(data.filter()), binding.place(filter.small()), binding.place(data.large()),
                binding.place(filter.filter()));
    }

    private void convolve(Convolve op) {
        var g = op.geometry();
        Place large = binding.place(op.large());
        Place filter = binding.place(op.filter());
        Place small = binding.place(op.small());
        if (g.large().c() > 1 && PlaneConvolution.fits(g)) {
            toSingle(g, large, filter, small, op.write());
        } else if (NativeConvolution.fits(g)) {
            new NativeConvolution(binding, g).convolve(large, filter, null, small, op.write());
        } else if (PlaneConvolution.fits(g)) {
            fromSingle(g, large, filter, small, op.write());
        } else {
            var taps = new TapConvolution(g);
            binding.add(lane -> taps.convolve(lane, large, filter, small, op.write()));
        }
    }

    private void adjoint(ConvolveAdjoint op) {
        var g = op.geometry();
        Place small = binding.place(op.small());
        Place filter = binding.place(op.filter());
        Place large = binding.place(op.large());
        if (PlaneConvolution.fits(g)) {
            if (g.large().c() == 1) {
                toSingle(g, small, filter, large, op.write());
            } else {
                fromSingle(g, small, filter, large, op.write());
            }
        } else if (NativeConvolution.fitsTransposed(g)) {
            new NativeConvolution(binding, g).adjoint(small, filter, large, op.write());
        } else if (NativeConvolution.fits(g) && !Blas.hasSmallKernels()) {
            new NativeConvolution(binding, g).adjointAlone(small, filter, large, op.write());
        } else {
            var taps = new TapConvolution(g);
            binding.add(lane -> taps.adjoint(lane, small, filter, large, op.write()));
        }
    }

    private void filterGradient(FilterGradient op) {
        var g = op.geometry();
        Place large = binding.place(op.large());
        Place small = binding.place(op.small());
        Place gradient = binding.place(op.filter());
        if (PlaneConvolution.fits(g)) {
            planeGradient(g, large, small, gradient, op.write());
        } else if (NativeConvolution.fits(g) && !Blas.hasSmallKernels()) {
            new NativeConvolution(binding, g).filterGradientAlone(large, gradient, small, gradient,
                    op.write());
        } else {
            var taps = new TapConvolution(g);
            var sums = new Partials(binding, gradient.elements());
            binding.add(lane -> {
                sums.clear(lane);
                taps.filterGradient(lane, large, small, sums.of(lane));
            });
            binding.add(sums.total(gradient, op.write()));
        }
    }

    private PlaneConvolution[] planes(ConvGeometry g) {
        var planes = new PlaneConvolution[binding.lanes()];
        Arrays.setAll(planes, i -> new PlaneConvolution(binding, g));
        return planes;
    }

    private void toSingle(ConvGeometry g, Place many, Place filter, Place one, Write write) {
        var planes = planes(g);
        binding.add(lane -> {
            PlaneConvolution mine = planes[lane.index()];
            mine.takeFilter(filter);
            for (int n = lane.from(g.n()); n < lane.to(g.n()); n++) {
                mine.toSingle(n, many, one, write);
            }
        });
    }

    private void fromSingle(ConvGeometry g, Place one, Place filter, Place many, Write write) {
        var planes = planes(g);
        binding.add(lane -> {
            PlaneConvolution mine = planes[lane.index()];
            mine.takeFilter(filter);
            for (int n = lane.from(g.n()); n < lane.to(g.n()); n++) {
                mine.fromSingle(n, one, many, write);
            }
        });
    }

    private void planeGradient(ConvGeometry g, Place large, Place small, Place gradient, Write write) {
        var planes = planes(g);
        var sums = new Partials(binding, gradient.elements());
        Place total = binding.scratch(gradient.elements());
        Place one = g.large().c() == 1 ? large : small;
        Place many = g.large().c() == 1 ? small : large;
        binding.add(lane -> {
            sums.clear(lane);
            for (int n = lane.from(g.n()); n < lane.to(g.n()); n++) {
                planes[lane.index()].filterGradient(n, one, many, sums.of(lane));
            }
        });
        binding.add(sums.total(total, Write.SET));
        binding.alone(lane -> planes[0].putFilterGradient(total, gradient, write));
    }
}
