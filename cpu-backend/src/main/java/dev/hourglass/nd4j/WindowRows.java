package dev.hourglass.nd4j;

import dev.hourglass.plan.ConvGeometry;

/**
 * Which pixels of the two sides of a convolution a tap of its window brings together: for tap t and row i of
 * the small side, {@link #columns} pixels of the small side from {@link #small} on, and as many of the large
 * side from {@link #large} on, {@link #step} apart. Pixels are numbered within an image. Taps that fall into
 * the padding are left out.
 */
final class WindowRows {
    private final int kernelW;
    private final int largeW;
    private final int smallW;
    private final int strideH;
    private final int strideW;
    private final int[] shiftH;
    private final int[] shiftW;
    private final int[] firstRow;
    private final int[] endRow;
    private final int[] firstColumn;
    private final int[] endColumn;

    WindowRows(ConvGeometry g) {
        var window = g.window();
        kernelW = window.kernel().w();
        largeW = g.large().w();
        smallW = g.small().w();
        strideH = window.stride().h();
        strideW = window.stride().w();
        int kernelH = window.kernel().h();
        shiftH = shifts(kernelH, window.dilation().h(), window.pad().h());
        shiftW = shifts(kernelW, window.dilation().w(), window.pad().w());
        firstRow = first(shiftH, strideH);
        endRow = end(shiftH, strideH, g.large().h(), g.small().h());
        firstColumn = first(shiftW, strideW);
        endColumn = end(shiftW, strideW, largeW, smallW);
    }

    private static int[] shifts(int kernel, int dilation, int pad) {
        var shifts = new int[kernel];
        for (int k = 0; k < kernel; k++) {
            shifts[k] = k * dilation - pad;
        }
        return shifts;
    }

    private static int[] first(int[] shifts, int stride) {
        var first = new int[shifts.length];
        for (int k = 0; k < shifts.length; k++) {
            first[k] = Math.max(0, Math.ceilDiv(-shifts[k], stride));
        }
        return first;
    }

    private static int[] end(int[] shifts, int stride, int large, int small) {
        var end = new int[shifts.length];
        for (int k = 0; k < shifts.length; k++) {
            end[k] = Math.max(0, Math.min(small, Math.floorDiv(large - 1 - shifts[k], stride) + 1));
        }
        return end;
    }

    int taps() {
        return shiftH.length * kernelW;
    }

    /** First row of the small side for which tap t is inside the image. */
    int firstRow(int t) {
        return firstRow[t / kernelW];
    }

    /** The row after the last one. */
    int endRow(int t) {
        return endRow[t / kernelW];
    }

    /** Columns for which tap t is inside the image; may be none. */
    int columns(int t) {
        return Math.max(0, endColumn[t % kernelW] - firstColumn[t % kernelW]);
    }

    /** First pixel of the small side. */
    int small(int t, int i) {
        return i * smallW + firstColumn[t % kernelW];
    }

    /** First pixel of the large side. */
    int large(int t, int i) {
        int q = t % kernelW;
        return (i * strideH + shiftH[t / kernelW]) * largeW + firstColumn[q] * strideW + shiftW[q];
    }

    /** Distance of neighbouring pixels on the large side. */
    int step() {
        return strideW;
    }
}
