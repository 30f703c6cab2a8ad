package dev.hourglass.nn;

import dev.hourglass.plan.Activation;
import dev.hourglass.plan.ConvGeometry;
import dev.hourglass.plan.ConvOp;
import dev.hourglass.plan.ImageExtent;
import dev.hourglass.plan.MemoryOp;
import dev.hourglass.plan.Parameter.Decay;
import dev.hourglass.plan.PlanException;
import dev.hourglass.plan.RoutineBuilder;
import dev.hourglass.plan.Slot;
import dev.hourglass.plan.Window;
import dev.hourglass.plan.Write;

/**
 * Transposed convolution: (n, h, w, c) to (n, h · stride, w · stride, channels), the adjoint of the
 * convolution that goes the other way. The filter is (c, kh, kw, channels).
 */
public record ConvTranspose2d(int channels, Window window, Padding padding, Activation activation,
        Weights weights)
        implements
        Layer {

    /** Kernel with an odd side at least the stride; the result has stride times the size. */
    public static ConvTranspose2d same(int channels, int kernel, int stride, Activation activation) {
        if (kernel % 2 == 0) {
            throw new PlanException(
                    "ConvTranspose2d.same: symmetric padding needs an odd kernel, found " + kernel);
        }
        return new ConvTranspose2d(channels, Window.of(kernel, stride, kernel / 2), Padding.SYMMETRIC,
                activation,
                Weights.standard());
    }

    /** TensorFlow's and Keras' "same". */
    public static ConvTranspose2d tensorflowSame(int channels, int kernel, int stride,
            Activation activation) {
        return new ConvTranspose2d(channels, Window.of(kernel, stride, 0), Padding.TENSORFLOW_SAME,
                activation,
                Weights.standard());
    }

    @Override
    public Slot lower(RoutineBuilder routine, String path, Slot in) {
        int n = in.shape().extent(0);
        var small = Conv2d.image(path, in);
        var large = new ImageExtent(small.h() * window.stride().h(), small.w() * window.stride().w(),
                channels);
        Slot out;
        if (padding == Padding.TENSORFLOW_SAME) {
            var border = Padding.tensorflowBorder(large, window);
            Slot bordered = convolve(routine, path, in, new ConvGeometry(n, border.around(large), small,
                    Padding.unpadded(window), 1));
            out = routine.activation(path + "/cropped", large.batch(n));
            routine.add(new MemoryOp.Crop(border, bordered, out, Write.SET));
        } else {
            out = convolve(routine, path, in, new ConvGeometry(n, large, small, window, 1));
        }
        return weights.finish(routine, path, out, activation);
    }

    /**
     * About kernel / stride taps of the window reach one pixel of the result, so the fan counts only those.
     */
    private Slot convolve(RoutineBuilder routine, String path, Slot in, ConvGeometry geometry) {
        double taps = (double) window.kernel().h() * window.kernel().w();
        double strides = (double) window.stride().h() * window.stride().w();
        var initial = weights.initialization().of(taps * geometry.small().c() / strides, taps * channels,
                activation);
        Slot filter = routine.program().parameter(path + "/filter", geometry.filterShape(), initial,
                Decay.DECAYED);
        Slot out = routine.activation(path + "/linear", geometry.largeShape());
        routine.add(new ConvOp.ConvolveAdjoint(geometry, in, filter, out, Write.SET));
        return out;
    }
}
