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

/** Convolution: (n, h, w, c) to (n, h', w', channels). The filter is (channels, kh, kw, c). */
public record Conv2d(int channels, Window window, Padding padding, Activation activation, Weights weights)
        implements
        Layer {

    /** Kernel with an odd side, padded so that stride 1 keeps the size and stride s gives ⌈size / s⌉. */
    public static Conv2d same(int channels, int kernel, int stride, Activation activation) {
        if (kernel % 2 == 0) {
            throw new PlanException("Conv2d.same: symmetric padding needs an odd kernel, found " + kernel);
        }
        return new Conv2d(channels, Window.of(kernel, stride, kernel / 2), Padding.SYMMETRIC, activation,
                Weights.standard());
    }

    /** TensorFlow's and Keras' "same". */
    public static Conv2d tensorflowSame(int channels, int kernel, int stride, Activation activation) {
        return new Conv2d(channels, Window.of(kernel, stride, 0), Padding.TENSORFLOW_SAME, activation,
                Weights.standard());
    }

    @Override
    public Slot lower(RoutineBuilder routine, String path, Slot in) {
        int n = in.shape().extent(0);
        Slot large = in;
        Window unbordered = window;
        if (padding == Padding.TENSORFLOW_SAME) {
            var image = image(path, in);
            var border = Padding.tensorflowBorder(image, window);
            large = routine.activation(path + "/padded", border.around(image).batch(n));
            routine.add(new MemoryOp.Pad(border, in, large, Write.SET));
            unbordered = Padding.unpadded(window);
        }
        var geometry = ConvGeometry.over(n, image(path, large), channels, unbordered, 1);
        double taps = (double) window.kernel().h() * window.kernel().w();
        double strides = (double) window.stride().h() * window.stride().w();
        var initial = weights.initialization().of(taps * geometry.large().c(), taps * channels / strides,
                activation);
        Slot filter = routine.program().parameter(path + "/filter", geometry.filterShape(), initial,
                Decay.DECAYED);
        Slot out = routine.activation(path + "/linear", geometry.smallShape());
        routine.add(new ConvOp.Convolve(geometry, large, filter, out, Write.SET));
        return weights.finish(routine, path, out, activation);
    }

    static ImageExtent image(String path, Slot in) {
        if (in.shape().rank() != 4) {
            throw new PlanException("layer " + path + " takes images (n, h, w, c), found " + in.shape());
        }
        return ImageExtent.of(in.shape());
    }
}
