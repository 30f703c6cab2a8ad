package dev.hourglass.onednn;

import dev.hourglass.loops.Kernel;
import dev.hourglass.loops.Place;
import dev.hourglass.plan.ConvGeometry;
import dev.hourglass.plan.Extent2;
import dev.hourglass.plan.ImageExtent;
import dev.hourglass.plan.Slot;
import dev.hourglass.plan.Window;
import dev.hourglass.plan.Write;
import java.util.Optional;

/**
 * With stride 1 a convolution from large to small is one from small to large as well, with the filter turned
 * by half a turn. oneDNN is five to ten times faster where the side with one channel is the large one.
 */
final class Mirror {
    private static final Extent2 ONE = Extent2.square(1);

    private final ConvGeometry g;
    private final int taps;
    private final int channels;

    private Mirror(ConvGeometry geometry) {
        g = geometry;
        taps = g.window().kernel().h() * g.window().kernel().w();
        channels = g.large().c();
    }

    /** For geometries whose small side has one channel, the large one several. */
    static Optional<Mirror> of(ConvGeometry g) {
        var pad = mirrored(g.window());
        boolean fits = g.groups() == 1 && g.small().c() == 1 && g.large().c() > 1
                && g.window().stride().equals(ONE) && pad.h() >= 0 && pad.w() >= 0;
        return fits ? Optional.of(new Mirror(g)) : Optional.empty();
    }

    private static Extent2 mirrored(Window window) {
        return new Extent2(window.spanH() - 1 - window.pad().h(), window.spanW() - 1 - window.pad().w());
    }

    /** The same map seen from the other side. */
    ConvGeometry geometry() {
        var window = new Window(g.window().kernel(), ONE, mirrored(g.window()), g.window().dilation());
        return new ConvGeometry(g.n(), new ImageExtent(g.small().h(), g.small().w(), 1),
                new ImageExtent(g.large().h(), g.large().w(), channels), window, 1);
    }

    /** The filter turned, brought up to date once per run. */
    Place turned(Slot filter, Binding binding, Stage stage) {
        Place place = stage.whole(filter);
        Place turned = binding.scratch().allocate(filter.elements());
        stage.before(stage.laneOf(filter), lane -> {
            for (int t = 0; t < taps; t++) {
                for (int c = 0; c < channels; c++) {
                    turned.set((long) c * taps + taps - 1 - t, place.get((long) t * channels + c));
                }
            }
        });
        return turned;
    }

    /** Turns a gradient of the turned filter back. */
    Kernel turnBack(Place turned, Place gradient, Write write) {
        return lane -> {
            for (int t = 0; t < taps; t++) {
                for (int c = 0; c < channels; c++) {
                    long at = (long) t * channels + c;
                    float old = write == Write.ADD ? gradient.get(at) : 0;
                    gradient.set(at, old + turned.get((long) c * taps + taps - 1 - t));
                }
            }
        };
    }
}
