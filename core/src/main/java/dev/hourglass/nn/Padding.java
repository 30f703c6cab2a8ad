package dev.hourglass.nn;

import dev.hourglass.plan.Extent2;
import dev.hourglass.plan.ImageExtent;
import dev.hourglass.plan.MemoryOp.Border;
import dev.hourglass.plan.Window;

/** How much is added around an image before a window slides over it. */
public enum Padding {
    /**
     * What the window says, the same on both sides. "Same" with an odd kernel and any stride is one case of
     * it.
     */
    SYMMETRIC,
    /**
     * What TensorFlow and Keras call "same": the result has ⌈extent / stride⌉ windows, and when the padding
     * that takes is odd, the extra row or column comes last. The window's own padding is not used.
     */
    TENSORFLOW_SAME;

    /** The border that TensorFlow's rule puts around the large side. */
    static Border tensorflowBorder(ImageExtent large, Window window) {
        int h = total(large.h(), window.stride().h(), window.spanH());
        int w = total(large.w(), window.stride().w(), window.spanW());
        return new Border(h / 2, h - h / 2, w / 2, w - w / 2);
    }

    private static int total(int extent, int stride, int span) {
        int windows = (extent + stride - 1) / stride;
        return Math.max((windows - 1) * stride + span - extent, 0);
    }

    static Window unpadded(Window window) {
        return new Window(window.kernel(), window.stride(), Extent2.square(0), window.dilation());
    }
}
