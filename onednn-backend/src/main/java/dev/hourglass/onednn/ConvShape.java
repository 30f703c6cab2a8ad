package dev.hourglass.onednn;

import dev.hourglass.plan.ConvGeometry;
import dev.hourglass.plan.ImageExtent;
import org.bytedeco.dnnl.dnnl_memory_desc;

/** A convolution in oneDNN's terms: extents in the order images, channels, rows, columns. */
final class ConvShape {
    private final ConvGeometry g;

    ConvShape(ConvGeometry geometry) {
        g = geometry;
    }

    long[] strides() {
        return new long[] {g.window().stride().h(), g.window().stride().w()};
    }

    /** 0 for an ordinary window. */
    long[] dilation() {
        return new long[] {g.window().dilation().h() - 1, g.window().dilation().w() - 1};
    }

    long[] paddingBefore() {
        return new long[] {g.window().pad().h(), g.window().pad().w()};
    }

    /** Padding up to the end of the last window; negative where no window reaches the last row. */
    long[] paddingAfter() {
        var w = g.window();
        return new long[] {
            (g.small().h() - 1L) * w.stride().h() + w.spanH() - g.large().h() - w.pad().h(),
            (g.small().w() - 1L) * w.stride().w() + w.spanW() - g.large().w() - w.pad().w()};
    }

    dnnl_memory_desc large(NativeOps ops, int rows) {
        return image(ops, g.large(), rows);
    }

    dnnl_memory_desc small(NativeOps ops, int rows) {
        return image(ops, g.small(), rows);
    }

    private static dnnl_memory_desc image(NativeOps ops, ImageExtent image, int rows) {
        long c = image.c();
        return ops.strided(new long[] {rows, c, image.h(), image.w()}, image.elements(), 1, image.w() * c, c);
    }

    /** The filter as a convolution wants it: small's channels, then large's, after the groups if any. */
    dnnl_memory_desc filter(NativeOps ops) {
        long taps = taps();
        long in = g.large().c() / g.groups();
        long out = g.small().c() / g.groups();
        long row = g.window().kernel().w() * in;
        return g.groups() == 1
                ? ops.strided(filterExtents(), taps * in, 1, row, in)
                : ops.strided(filterExtents(), out * taps * in, taps * in, 1, row, in);
    }

    long[] filterExtents() {
        return extents(g.small().c() / g.groups(), g.large().c() / g.groups());
    }

    /** The same filter as a transposed convolution wants it: large's channels first. */
    dnnl_memory_desc transposedFilter(NativeOps ops) {
        long taps = taps();
        long in = g.large().c() / g.groups();
        long out = g.small().c() / g.groups();
        long row = g.window().kernel().w() * in;
        return g.groups() == 1
                ? ops.strided(transposedFilterExtents(), 1, taps * in, row, in)
                : ops.strided(transposedFilterExtents(), out * taps * in, 1, taps * in, row, in);
    }

    long[] transposedFilterExtents() {
        return extents(g.large().c() / g.groups(), g.small().c() / g.groups());
    }

    private long[] extents(long first, long second) {
        int h = g.window().kernel().h();
        int w = g.window().kernel().w();
        return g.groups() == 1 ? new long[] {first, second, h, w}
                : new long[] {g.groups(), first, second, h, w};
    }

    private long taps() {
        return (long) g.window().kernel().h() * g.window().kernel().w();
    }
}
