package dev.hourglass.models.denoise;

import dev.hourglass.models.Autoencoder;
import dev.hourglass.nn.Activate;
import dev.hourglass.nn.BatchNorm;
import dev.hourglass.nn.Concat;
import dev.hourglass.nn.Conv2d;
import dev.hourglass.nn.ConvTranspose2d;
import dev.hourglass.nn.Dropout;
import dev.hourglass.nn.GaussianNoise;
import dev.hourglass.nn.Layer;
import dev.hourglass.nn.Pool2d;
import dev.hourglass.nn.Residual;
import dev.hourglass.nn.Sequential;
import dev.hourglass.nn.Upsample2d;
import dev.hourglass.plan.Window;

/**
 * How far a pixel of a network's result looks: no pixel of the input that is more than this many rows or
 * columns away has any influence on it.
 */
final class Reach {
    /** A network that looks at everything, or of which nothing is known. */
    static final int UNLIMITED = Integer.MAX_VALUE;

    /** Pixels of the input from one value of the current layer to the next. */
    private double step = 1;
    private double reach;

    private Reach() {
    }

    /** In pixels, or {@link #UNLIMITED}. */
    static int of(Autoencoder model) {
        var walk = new Reach();
        walk.through(model.encoder());
        walk.through(model.decoder());
        return walk.reach >= UNLIMITED ? UNLIMITED : (int) Math.ceil(walk.reach);
    }

    private void through(Layer layer) {
        switch (layer) {
            case Sequential(var layers) -> layers.forEach(this::through);
            case Residual(var branch) -> through(branch);
            case Concat concat -> branches(concat);
            case Conv2d conv -> shrink(conv.window());
            case Pool2d pool -> shrink(pool.window());
            case ConvTranspose2d conv -> grow(conv.window());
            case Upsample2d(var factor) -> {
                step /= factor.h();
                reach += step * (factor.h() - 1);
            }
            case Activate _,BatchNorm _,Dropout _,GaussianNoise _ -> {
            }
            default -> reach = UNLIMITED;
        }
    }

    private void branches(Concat concat) {
        double before = reach;
        double from = step;
        double farthest = reach;
        for (Layer branch : concat.branches()) {
            reach = before;
            step = from;
            through(branch);
            farthest = Math.max(farthest, reach);
        }
        reach = farthest;
    }

    private void shrink(Window window) {
        reach += step * side(window);
        step *= window.stride().h();
    }

    private void grow(Window window) {
        step /= window.stride().h();
        reach += step * side(window);
    }

    /**
     * Taps from the one over a pixel to the farthest one. "Same" padding that is not symmetric is never more
     * than half of the span, so the other side is the longer one.
     */
    private static double side(Window window) {
        int h = Math.max(window.pad().h(), window.spanH() - 1 - window.pad().h());
        int w = Math.max(window.pad().w(), window.spanW() - 1 - window.pad().w());
        return Math.max(h, w);
    }
}
