package dev.hourglass.onednn;

import dev.hourglass.loops.Activations;
import dev.hourglass.loops.Elementwise;
import dev.hourglass.loops.Place;
import dev.hourglass.onednn.SingleProduct.Factor;
import dev.hourglass.plan.Activation;
import dev.hourglass.plan.ConvGeometry;
import dev.hourglass.plan.ConvOp.Convolve;
import dev.hourglass.plan.ConvOp.ConvolveAdjoint;
import dev.hourglass.plan.Slot;
import dev.hourglass.plan.Write;
import java.util.Arrays;

/**
 * Convolutions, either way, from an image of many channels to one of a single channel. One product with the
 * filter gives, for every pixel, what it contributes by each tap; the result is the sum of those planes, each
 * shifted by its tap. oneDNN's kernels fill a vector with channels of the result, and here there is only one.
 */
final class OneChannel {

    /** Where the result is and how its pixels and those of the source lie to each other. */
    private final Planes planes;
    private final int taps;
    private final int channels;
    private final Slot source;
    private final Slot filter;
    private final char filterUse;
    private final Finish finish;

    private OneChannel(Planes planes, ConvGeometry g, Slot source, Slot filter, Finish finish) {
        this.planes = planes;
        this.taps = g.window().kernel().h() * g.window().kernel().w();
        this.source = source;
        this.filter = filter;
        this.finish = finish;
        this.channels = planes.isForward() ? g.large().c() : g.small().c();
        this.filterUse = planes.isForward() ? 'N' : 'T';
    }

    static boolean fits(Convolve op) {
        var g = op.geometry();
        return g.groups() == 1 && g.small().c() == 1 && g.large().c() > 1;
    }

    static boolean fits(ConvolveAdjoint op) {
        var g = op.geometry();
        return g.groups() == 1 && g.large().c() == 1 && g.small().c() > 1;
    }

    static void bind(Convolve op, Finish finish, Binding binding, Stage stage) {
        var planes = new Planes(op.geometry(), Planes.Direction.FORWARD);
        new OneChannel(planes, op.geometry(), op.large(), op.filter(), finish).bind(binding, stage);
    }

    static void bind(ConvolveAdjoint op, Finish finish, Binding binding, Stage stage) {
        var planes = new Planes(op.geometry(), Planes.Direction.ADJOINT);
        new OneChannel(planes, op.geometry(), op.small(), op.filter(), finish).bind(binding, stage);
    }

    private void bind(Binding binding, Stage stage) {
        var sums = new float[stage.lanes()][];
        var heaps = new float[stage.lanes()][];
        Place weights = stage.whole(filter);
        for (Tile tile : stage.tiles()) {
            int i = tile.lane();
            sums[i] = new float[planes.resultPixels()];
            heaps[i] = new float[planes.sourcePixels()];
            Place in = stage.rows(source, tile);
            Place out = stage.rows(finish.out(), tile);
            int pixels = in.elements() / channels;
            Place products = binding.scratch().products(tile.lane(), taps * pixels);
            stage.add(tile, new SingleProduct(taps, pixels, channels,
                    new Factor(weights, filterUse == 'N' ? channels : taps, filterUse),
                    new Factor(in, channels, 'T'), products));
            Place bias = finish.bias().map(stage::whole).orElse(null);
            stage.add(tile, lane -> {
                for (int image = 0; image < tile.rows(); image++) {
                    sum(image, pixels, products, bias, out, sums[i], heaps[i]);
                }
            });
            if (!(finish.function() instanceof Activation.Identity)) {
                stage.add(tile, Elementwise.whole(out, Write.SET, Activations.value(finish.function()), out));
            }
        }
    }

    private void sum(int image, int pixels, Place products, Place bias, Place out, float[] sum,
            float[] plane) {
        if (finish.write() == Write.ADD) {
            out.load(image * sum.length, sum, sum.length);
        } else {
            Arrays.fill(sum, bias == null ? 0 : bias.get(0));
        }
        for (int tap = 0; tap < taps; tap++) {
            products.load((long) tap * pixels + (long) image * plane.length, plane, plane.length);
            planes.add(tap, plane, sum);
        }
        out.store(image * sum.length, sum, sum.length);
    }
}
