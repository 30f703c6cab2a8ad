package dev.hourglass.nd4j;

import dev.hourglass.loops.Lane;
import dev.hourglass.loops.Place;
import dev.hourglass.plan.ConvGeometry;
import dev.hourglass.plan.Write;

/**
 * Convolutions as sums of small products of matrices, one per group, image, tap of the window and row, taken
 * from the images as they lie. Any geometry works, nothing is copied. Where OpenBLAS multiplies small
 * matrices in registers this is as fast as anything; elsewhere it is the way for what ND4J cannot do: groups
 * and dilation.
 */
final class TapConvolution {
    private final ConvGeometry g;
    private final WindowRows window;
    private final int largeC;
    private final int smallC;
    private final int largeGroup;
    private final int smallGroup;
    private final int filterRow;

    TapConvolution(ConvGeometry geometry) {
        g = geometry;
        window = new WindowRows(g);
        largeC = g.large().c();
        smallC = g.small().c();
        largeGroup = largeC / g.groups();
        smallGroup = smallC / g.groups();
        filterRow = window.taps() * largeGroup;
    }

    /** small = or += large ⋆ filter, over this lane's images. */
    void convolve(Lane lane, Place large, Place filter, Place small, Write write) {
        for (int n = lane.from(g.n()); n < lane.to(g.n()); n++) {
            if (write == Write.SET) {
                MemoryKernels.clear(lane, small, n * g.small().elements(), g.small().elements());
            }
            for (int i = 0; i < g.small().h(); i++) {
                for (int t = 0; t < window.taps(); t++) {
                    if (i < window.firstRow(t) || i >= window.endRow(t) || window.columns(t) == 0) {
                        continue;
                    }
                    for (int group = 0; group < g.groups(); group++) {
                        Blas.gemm(false, true, window.columns(t), smallGroup, largeGroup,
                                large(large, n, t, i, group), window.step() * largeC,
                                filter(filter, t, group),
                                filterRow, 1, small(small, n, t, i, group), smallC);
                    }
                }
            }
        }
    }

    /** large = or += filterᵀ ⋆ small, over this lane's images. */
    void adjoint(Lane lane, Place small, Place filter, Place large, Write write) {
        for (int n = lane.from(g.n()); n < lane.to(g.n()); n++) {
            if (write == Write.SET) {
                MemoryKernels.clear(lane, large, n * g.large().elements(), g.large().elements());
            }
            for (int i = 0; i < g.small().h(); i++) {
                for (int t = 0; t < window.taps(); t++) {
                    if (i < window.firstRow(t) || i >= window.endRow(t) || window.columns(t) == 0) {
                        continue;
                    }
                    for (int group = 0; group < g.groups(); group++) {
                        Blas.gemm(false, false, window.columns(t), largeGroup, smallGroup,
                                small(small, n, t, i, group), smallC, filter(filter, t, group), filterRow, 1,
                                large(large, n, t, i, group), window.step() * largeC);
                    }
                }
            }
        }
    }

    /** filter += gradient of ⟨small, large ⋆ filter⟩ over this lane's images. */
    void filterGradient(Lane lane, Place large, Place small, Place filter) {
        for (int n = lane.from(g.n()); n < lane.to(g.n()); n++) {
            for (int t = 0; t < window.taps(); t++) {
                int end = window.columns(t) == 0 ? 0 : window.endRow(t);
                for (int i = window.firstRow(t); i < end; i++) {
                    for (int group = 0; group < g.groups(); group++) {
                        Blas.gemm(true, false, smallGroup, largeGroup, window.columns(t),
                                small(small, n, t, i, group), smallC, large(large, n, t, i, group),
                                window.step() * largeC, 1, filter(filter, t, group), filterRow);
                    }
                }
            }
        }
    }

    private long large(Place large, int n, int t, int i, int group) {
        return large.at((long) n * g.large().elements() + window.large(t, i) * largeC + group * largeGroup);
    }

    private long small(Place small, int n, int t, int i, int group) {
        return small.at((long) n * g.small().elements() + window.small(t, i) * smallC + group * smallGroup);
    }

    private long filter(Place filter, int t, int group) {
        return filter.at(group * smallGroup * filterRow + t * largeGroup);
    }
}
