package dev.hourglass.reference;

import dev.hourglass.plan.ConvGeometry;
import dev.hourglass.plan.ConvOp;
import dev.hourglass.plan.ConvOp.Convolve;
import dev.hourglass.plan.ConvOp.ConvolveAdjoint;
import dev.hourglass.plan.ConvOp.FilterGradient;

/** The three maps of a convolution. Every loop runs over the taps that fall into the image. */
final class ConvLoops {

    private ConvLoops() {
    }

    static Kernel bind(ConvOp op, ReferenceMemory memory) {
        var g = op.geometry();
        return switch (op) {
            case Convolve o -> new Kernel(g.n() * g.small().h(), o.flops(), convolve(o, memory));
            case ConvolveAdjoint o -> new Kernel(g.n() * g.large().h(), o.flops(), adjoint(o, memory));
            case FilterGradient o -> new Kernel(g.small().c(), o.flops(), filterGradient(o, memory));
        };
    }

    /** One piece is a row of an image of small. */
    private static Kernel.Body convolve(Convolve op, ReferenceMemory memory) {
        Taps taps = new Taps(op.geometry());
        Place large = memory.at(op.large());
        Place filter = memory.at(op.filter());
        Place small = memory.at(op.small());
        return (from, to) -> {
            for (int row = from; row < to; row++) {
                int image = row / taps.smallH;
                int i = row % taps.smallH;
                for (int j = 0; j < taps.smallW; j++) {
                    for (int k = 0; k < taps.smallC; k++) {
                        double sum = 0;
                        for (int p = taps.firstRow(i); p < taps.endRow(i); p++) {
                            for (int q = taps.firstColumn(j); q < taps.endColumn(j); q += taps.run(j)) {
                                sum += Sums.dot(large.values, large.start + taps.large(image, i, p, j, q, k),
                                        filter.values, filter.start + taps.filter(k, p, q), taps.length(j));
                            }
                        }
                        small.set(taps.small(image, i, j, k), sum, op.write());
                    }
                }
            }
        };
    }

    /** One piece is a row of an image of large: the sum over the windows that touch it. */
    private static Kernel.Body adjoint(ConvolveAdjoint op, ReferenceMemory memory) {
        Taps taps = new Taps(op.geometry());
        Place small = memory.at(op.small());
        Place filter = memory.at(op.filter());
        Place large = memory.at(op.large());
        int rowElements = taps.largeW * taps.largeC;
        return (from, to) -> {
            for (int row = from; row < to; row++) {
                int image = row / taps.largeH;
                int y = row % taps.largeH;
                large.beginSums(row * rowElements, rowElements, op.write());
                for (int p = 0; p < taps.kernelH; p++) {
                    int i = taps.windowRow(y, p);
                    for (int j = 0; i >= 0 && j < taps.smallW; j++) {
                        for (int q = taps.firstColumn(j); q < taps.endColumn(j); q += taps.run(j)) {
                            for (int k = 0; k < taps.smallC; k++) {
                                Sums.add(large.values, large.start + taps.large(image, i, p, j, q, k),
                                        small.at(taps.small(image, i, j, k)),
                                        filter.values, filter.start + taps.filter(k, p, q), taps.length(j));
                            }
                        }
                    }
                }
                large.endSums(row * rowElements, rowElements);
            }
        };
    }

    /** One piece is the filter of one channel of small. */
    private static Kernel.Body filterGradient(FilterGradient op, ReferenceMemory memory) {
        ConvGeometry g = op.geometry();
        Taps taps = new Taps(g);
        Place large = memory.at(op.large());
        Place small = memory.at(op.small());
        Place filter = memory.at(op.filter());
        int filterElements = g.filterShape().row().elements();
        return (from, to) -> {
            filter.beginSums(from * filterElements, (to - from) * filterElements, op.write());
            for (int image = 0; image < g.n(); image++) {
                for (int i = 0; i < taps.smallH; i++) {
                    for (int k = from; k < to; k++) {
                        for (int j = 0; j < taps.smallW; j++) {
                            double factor = small.at(taps.small(image, i, j, k));
                            for (int p = taps.firstRow(i); p < taps.endRow(i); p++) {
                                for (int q = taps.firstColumn(j); q < taps.endColumn(j); q += taps.run(j)) {
                                    Sums.add(filter.values, filter.start + taps.filter(k, p, q), factor,
                                            large.values, large.start + taps.large(image, i, p, j, q, k),
                                            taps.length(j));
                                }
                            }
                        }
                    }
                }
            }
            filter.endSums(from * filterElements, (to - from) * filterElements);
        };
    }
}
