package dev.hourglass.plan;

import java.util.List;

/**
 * The three maps of a convolution. With x = large, f = filter and y = small, for one group and channels-last
 * images:
 *
 * <pre>
 * y[n,i,j,k] = Σ over p,q,c of x[n, i·sh − ph + p·dh, j·sw − pw + q·dw, c] · f[k,p,q,c]     (outside x: 0)
 * </pre>
 *
 * This is cross-correlation, as in every deep learning library. The other two maps are the adjoints with
 * respect to x and to f, which is why a transposed convolution needs no definition of its own.
 */
public sealed interface ConvOp extends Op {

    ConvGeometry geometry();

    @Override
    default long flops() {
        return geometry().flops();
    }

    /**
     * small = large ⋆ filter. Forward of a convolution; data gradient of a transposed one.
     *
     * @param large  (n, H, W, C)
     * @param filter (K, kh, kw, C / groups)
     * @param small  (n, h, w, K)
     */
    record Convolve(ConvGeometry geometry, Slot large, Slot filter, Slot small, Write write)
            implements ConvOp, Differentiable {

        public Convolve {
            check("Convolve", geometry, large, filter, small);
            Check.apart("Convolve", small, large, filter);
        }

        @Override
        public List<Slot> reads() {
            return Check.reads(write, small, large, filter);
        }

        @Override
        public List<Slot> writes() {
            return List.of(small);
        }

        @Override
        public String detail() {
            return text(geometry, write);
        }
    }

    /**
     * large = filterᵀ ⋆ small. Data gradient of a convolution; forward of a transposed one. Shapes as in
     * Convolve.
     */
    record ConvolveAdjoint(ConvGeometry geometry, Slot small, Slot filter, Slot large, Write write)
            implements ConvOp, Differentiable {

        public ConvolveAdjoint {
            check("ConvolveAdjoint", geometry, large, filter, small);
            Check.apart("ConvolveAdjoint", large, small, filter);
        }

        @Override
        public List<Slot> reads() {
            return Check.reads(write, large, small, filter);
        }

        @Override
        public List<Slot> writes() {
            return List.of(large);
        }

        @Override
        public String detail() {
            return text(geometry, write);
        }
    }

    /**
     * Gradient of ⟨small, large ⋆ filter⟩ with respect to the filter. It serves a convolution, where {@code
     * small} is the gradient of the output, and a transposed one, where {@code large} is. Shapes as in
     * Convolve.
     */
    record FilterGradient(ConvGeometry geometry, Slot large, Slot small, Slot filter, Write write)
            implements ConvOp {

        public FilterGradient {
            check("FilterGradient", geometry, large, filter, small);
            Check.apart("FilterGradient", filter, large, small);
        }

        @Override
        public List<Slot> reads() {
            return Check.reads(write, filter, large, small);
        }

        @Override
        public List<Slot> writes() {
            return List.of(filter);
        }

        @Override
        public String detail() {
            return text(geometry, write);
        }
    }

    private static void check(String op, ConvGeometry geometry, Slot large, Slot filter, Slot small) {
        Check.shape(op, large, geometry.largeShape());
        Check.shape(op, small, geometry.smallShape());
        Check.shape(op, filter, geometry.filterShape());
    }

    private static String text(ConvGeometry geometry, Write write) {
        return geometry + (write == Write.ADD ? " +=" : "");
    }
}
