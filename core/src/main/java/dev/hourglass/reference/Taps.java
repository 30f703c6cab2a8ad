package dev.hourglass.reference;

import dev.hourglass.plan.ConvGeometry;
import java.util.stream.IntStream;

/**
 * Where the taps of a convolution lie. Tap (p, q) of window (i, j) touches row i·sh − ph + p·dh and column
 * j·sw − pw + q·dw of large; the methods give the taps for which that is inside the image, and the numbers of
 * elements. Where neighbouring taps and all channels lie side by side in both the image and the filter, a
 * whole row of taps is one run.
 */
final class Taps {
    final int largeH;
    final int largeW;
    final int largeC;
    final int smallH;
    final int smallW;
    final int smallC;
    final int kernelH;
    private final int kernelW;
    private final int strideH;
    private final int strideW;
    private final int padH;
    private final int padW;
    private final int dilationH;
    private final int dilationW;
    private final int groupLarge;
    private final boolean runs;
    private final int[] firstRow;
    private final int[] endRow;
    private final int[] firstColumn;
    private final int[] endColumn;
    private final int[] channel;

    Taps(ConvGeometry g) {
        var window = g.window();
        largeH = g.large().h();
        largeW = g.large().w();
        largeC = g.large().c();
        smallH = g.small().h();
        smallW = g.small().w();
        smallC = g.small().c();
        kernelH = window.kernel().h();
        kernelW = window.kernel().w();
        strideH = window.stride().h();
        strideW = window.stride().w();
        padH = window.pad().h();
        padW = window.pad().w();
        dilationH = window.dilation().h();
        dilationW = window.dilation().w();
        groupLarge = largeC / g.groups();
        runs = dilationW == 1 && g.groups() == 1;
        firstRow = IntStream.range(0, smallH).map(i -> first(i * strideH - padH, dilationH)).toArray();
        endRow = IntStream.range(0, smallH).map(i -> end(i * strideH - padH, dilationH, largeH, kernelH))
                .toArray();
        firstColumn = IntStream.range(0, smallW).map(j -> first(j * strideW - padW, dilationW)).toArray();
        endColumn = IntStream.range(0, smallW).map(j -> end(j * strideW - padW, dilationW, largeW, kernelW))
                .toArray();
        int groupSmall = smallC / g.groups();
        channel = IntStream.range(0, smallC).map(k -> k / groupSmall * groupLarge).toArray();
    }

    int firstRow(int i) {
        return firstRow[i];
    }

    int endRow(int i) {
        return endRow[i];
    }

    int firstColumn(int j) {
        return firstColumn[j];
    }

    int endColumn(int j) {
        return endColumn[j];
    }

    /** The first tap that is not before the image. */
    private static int first(int origin, int dilation) {
        return origin >= 0 ? 0 : (-origin + dilation - 1) / dilation;
    }

    /** The first tap that is behind the image, or the number of taps; not below {@link #first}. */
    private static int end(int origin, int dilation, int extent, int taps) {
        int room = extent - origin;
        int inside = room <= 0 ? 0 : (room + dilation - 1) / dilation;
        return Math.max(first(origin, dilation), Math.min(taps, inside));
    }

    /** Columns of taps from one run to the next. */
    int run(int j) {
        return runs ? endColumn[j] - firstColumn[j] : 1;
    }

    /** Elements of a run. */
    int length(int j) {
        return run(j) * groupLarge;
    }

    /** The row of windows whose tap p touches row y of large, or −1. */
    int windowRow(int y, int p) {
        int distance = y + padH - p * dilationH;
        return distance >= 0 && distance % strideH == 0 && distance / strideH < smallH ? distance / strideH
                : -1;
    }

    /**
     * Element of large under tap (p, q) of window (i, j), first channel of the group that channel k of small
     * sees.
     */
    int large(int image, int i, int p, int j, int q, int k) {
        int y = i * strideH - padH + p * dilationH;
        int x = j * strideW - padW + q * dilationW;
        return ((image * largeH + y) * largeW + x) * largeC + channel[k];
    }

    int small(int image, int i, int j, int k) {
        return ((image * smallH + i) * smallW + j) * smallC + k;
    }

    int filter(int k, int p, int q) {
        return ((k * kernelH + p) * kernelW + q) * groupLarge;
    }
}
