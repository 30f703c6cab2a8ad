package dev.hourglass.nd4j;

import dev.hourglass.loops.Lane;
import dev.hourglass.loops.Place;
import dev.hourglass.loops.RowCopy;
import dev.hourglass.plan.ConvGeometry;
import dev.hourglass.plan.Write;
import java.util.ArrayList;
import java.util.List;

/**
 * Convolutions by ND4J's ops. A lane takes its images in chunks: ND4J takes temporary memory as large as what
 * it is given, and memory that does not fit into the caches, or that the C library gives back to the system
 * each time, costs more than the arithmetic.
 */
final class NativeConvolution {
    private static final long CHUNK_BYTES = 3_300_000;
    /** ND4J's numbers for the order of a filter's axes. */
    private static final int KERNEL_FIRST = 0;
    private static final int OUTPUT_FIRST = 2;

    /** Some images of a lane, and the op that treats them. */
    private record Chunk(int first, int images, NativeOp op) {
    }

    private interface Maker {
        NativeOp make(int lane, int first, int images);
    }

    /** What a lane does after a chunk. */
    private interface After {
        void run(Lane lane, int first, int images);
    }

    private final Binding binding;
    private final Natives natives;
    private final ConvGeometry g;
    private final int chunkImages;

    NativeConvolution(Binding binding, ConvGeometry geometry) {
        this.binding = binding;
        this.natives = binding.natives();
        this.g = geometry;
        long image = Float.BYTES * (long) Math.max(g.large().elements(), g.small().elements());
        int share = Math.ceilDiv(g.n(), binding.lanes());
        int most = Math.clamp(CHUNK_BYTES / image, 1, share);
        chunkImages = Math.ceilDiv(share, Math.ceilDiv(share, most));
    }

    /** Whether ND4J computes this geometry at all: it ignores groups and mistakes dilation for padding. */
    static boolean fits(ConvGeometry g) {
        var window = g.window();
        return g.groups() == 1 && window.dilation().h() == 1 && window.dilation().w() == 1
                && reached(window.stride().h(), window.kernel().h(), window.pad().h(), g.large().h(),
                        g.small().h())
                && reached(window.stride().w(), window.kernel().w(), window.pad().w(), g.large().w(),
                        g.small().w());
    }

    /** Whether some window reaches the last row; otherwise ND4J asks oneDNN for a negative padding. */
    private static boolean reached(int stride, int kernel, int pad, int large, int small) {
        return (small - 1) * stride + kernel - large - pad >= 0;
    }

    /** Whether the transposed op does it too: it takes the small side for a square. */
    static boolean fitsTransposed(ConvGeometry g) {
        return fits(g) && g.small().h() == g.small().w();
    }

    /** small = or += large ⋆ filter + bias; no bias where that is null. */
    void convolve(Place large, Place filter, Place bias, Place small, Write write) {
        var target = new Target(small, g.small().elements(), write);
        run((lane, first, images) -> {
            var inputs = new ArrayList<>(List.of(large(at(large, first, g.large().elements()), images),
                    filter(filter)));
            if (bias != null) {
                inputs.add(Tensor.of(natives, bias.address(), g.small().c()));
            }
            return new NativeOp(natives, "conv2d", inputs, List.of(small(target.at(lane, first), images)),
                    settings(OUTPUT_FIRST));
        }, target);
    }

    /** large = or += filterᵀ ⋆ small, where {@link #fitsTransposed}. */
    void adjoint(Place small, Place filter, Place large, Write write) {
        var target = new Target(large, g.large().elements(), write);
        var kernel = g.window().kernel();
        run((lane, first, images) -> {
            int[] shape = {images, g.large().h(), g.large().w(), g.large().c()};
            Place extents = binding.scratch(shape.length);
            extents.store(0, shape, shape.length);
            var inputs = List.of(Tensor.ofInts(natives, extents.address(), shape.length),
                    Tensor.filterLast(natives, filter.address(), g.small().c(), kernel.h(), kernel.w(),
                            g.large().c()),
                    small(at(small, first, g.small().elements()), images));
            return new NativeOp(natives, "deconv2d_tf", inputs,
                    List.of(large(target.at(lane, first), images)),
                    settings(KERNEL_FIRST));
        }, target);
    }

    /** large = or += filterᵀ ⋆ small by the op that yields both gradients, the other being thrown away. */
    void adjointAlone(Place small, Place filter, Place large, Write write) {
        var target = new Target(large, g.large().elements(), write);
        Place unused = binding.scratch(filter.elements());
        run((lane, first, images) -> gradients(target.at(lane, first), filter,
                at(small, first, g.small().elements()), target.at(lane, first), unused.address(), images),
                target);
    }

    /** filterGradient = or += the gradient of the filter; likewise. */
    void filterGradientAlone(Place large, Place filter, Place small, Place filterGradient, Write write) {
        var unused = new Target(large, g.large().elements(), Write.ADD);
        filterGradient(filterGradient, write, (lane, first, images, gradient) -> gradients(
                at(large, first, g.large().elements()), filter, at(small, first, g.small().elements()),
                unused.at(lane, first), gradient.address(), images));
    }

    /** Both gradients at once. */
    void bothGradients(Place large, Place filter, Place small, Place largeGradient, Place filterGradient) {
        filterGradient(filterGradient, Write.SET, (lane, first, images, gradient) -> gradients(
                at(large, first, g.large().elements()), filter, at(small, first, g.small().elements()),
                at(largeGradient, first, g.large().elements()), gradient.address(), images));
    }

    private interface GradientMaker {
        NativeOp make(int lane, int first, int images, Place filterGradient);
    }

    private void filterGradient(Place filterGradient, Write write, GradientMaker maker) {
        var sums = new Partials(binding, filterGradient.elements());
        var parts = new Place[binding.lanes()];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = binding.scratch(filterGradient.elements());
        }
        binding.add(sums::clear);
        run((lane, first, images) -> maker.make(lane, first, images, parts[lane]),
                (lane, first, images) -> sums.add(lane, parts[lane.index()]));
        binding.add(sums.total(filterGradient, write));
    }

    private NativeOp gradients(long large, Place filter, long small, long largeGradient, long filterGradient,
            int images) {
        var kernel = g.window().kernel();
        return new NativeOp(natives, "conv2d_bp",
                List.of(large(large, images), filter(filter), small(small, images)),
                List.of(large(largeGradient, images),
                        Tensor.of(natives, filterGradient, g.small().c(), kernel.h(),
                                kernel.w(), g.large().c())),
                settings(OUTPUT_FIRST));
    }

    private void run(Maker maker, After after) {
        var chunks = new Chunk[binding.lanes()][];
        for (int lane = 0; lane < chunks.length; lane++) {
            var own = new ArrayList<Chunk>();
            int end = Lane.from(lane + 1, chunks.length, g.n());
            for (int first = Lane.from(lane, chunks.length, g.n()); first < end; first += chunkImages) {
                int images = Math.min(chunkImages, end - first);
                own.add(new Chunk(first, images, binding.own(maker.make(lane, first, images))));
            }
            chunks[lane] = own.toArray(new Chunk[0]);
        }
        binding.add(lane -> {
            for (Chunk chunk : chunks[lane.index()]) {
                chunk.op.run();
                after.run(lane, chunk.first, chunk.images);
            }
        });
    }

    /** Where an op writes images: their place, or memory of the lane's own from which they are then added. */
    private final class Target implements After {
        private final Place place;
        private final int elements;
        private final Place[] own;
        private final RowCopy[] adders;

        Target(Place place, int elements, Write write) {
            this.place = place;
            this.elements = elements;
            int count = write == Write.ADD ? binding.lanes() : 0;
            own = new Place[count];
            adders = new RowCopy[count];
            for (int i = 0; i < count; i++) {
                own[i] = binding.scratch(Math.multiplyExact(chunkImages, elements));
                adders[i] = new RowCopy(own[i], place, Write.ADD);
            }
        }

        long at(int lane, int first) {
            return own.length == 0 ? place.at((long) first * elements) : own[lane].address();
        }

        @Override
        public void run(Lane lane, int first, int images) {
            if (adders.length > 0) {
                adders[lane.index()].run(lane, 0, first * elements, images * elements);
            }
        }
    }

    private static long at(Place place, int image, int elements) {
        return place.at((long) image * elements);
    }

    private Tensor large(long address, int images) {
        return Tensor.of(natives, address, images, g.large().h(), g.large().w(), g.large().c());
    }

    private Tensor small(long address, int images) {
        return Tensor.of(natives, address, images, g.small().h(), g.small().w(), g.small().c());
    }

    private Tensor filter(Place filter) {
        var kernel = g.window().kernel();
        return Tensor.of(natives, filter.address(), g.small().c(), kernel.h(), kernel.w(), g.large().c());
    }

    /** Kernel, stride, padding, dilation, given padding, channels last, order of the filter. */
    private long[] settings(int filterOrder) {
        var w = g.window();
        return new long[] {w.kernel().h(), w.kernel().w(), w.stride().h(), w.stride().w(), w.pad().h(),
            w.pad().w(), 1,
            1, 0, 1, filterOrder};
    }
}
