package dev.hourglass.plan;

/**
 * A window that slides over an image. Padding is symmetric: the same number of rows (columns) on both sides.
 *
 * @param kernel   rows and columns the window touches
 * @param stride   step between neighbouring windows
 * @param pad      rows (columns) added on each side
 * @param dilation distance between neighbouring taps of the window; 1 is an ordinary window
 */
public record Window(Extent2 kernel, Extent2 stride, Extent2 pad, Extent2 dilation) {

    public Window {
        if (kernel.h() < 1 || kernel.w() < 1 || stride.h() < 1 || stride.w() < 1 || dilation.h() < 1
                || dilation.w() < 1 || pad.h() < 0 || pad.w() < 0) {
            throw new PlanException(
                    "window kernel " + kernel + " stride " + stride + " pad " + pad + " dilation "
                            + dilation + ": kernel, stride and dilation must be at least 1, pad at least 0");
        }
    }

    public static Window of(int kernel, int stride, int pad) {
        return new Window(Extent2.square(kernel), Extent2.square(stride), Extent2.square(pad),
                Extent2.square(1));
    }

    /** Rows from the first to the last tap: d (k - 1) + 1. */
    public int spanH() {
        return dilation.h() * (kernel.h() - 1) + 1;
    }

    /** Columns from the first to the last tap. */
    public int spanW() {
        return dilation.w() * (kernel.w() - 1) + 1;
    }

    /** Windows that fit into {@code large} rows: floor((large + 2 p - span) / s) + 1. */
    public int smallH(int large) {
        return windows(large, pad.h(), spanH(), stride.h());
    }

    /** Windows that fit into {@code large} columns. */
    public int smallW(int large) {
        return windows(large, pad.w(), spanW(), stride.w());
    }

    private int windows(int large, int pad, int span, int stride) {
        int room = large + 2 * pad - span;
        if (room < 0) {
            throw new PlanException(
                    "window of span " + span + " does not fit into extent " + large + " with padding "
                            + pad);
        }
        return room / stride + 1;
    }

    @Override
    public String toString() {
        return "k" + kernel + " s" + stride + " p" + pad
                + (dilation.equals(Extent2.square(1)) ? "" : " d" + dilation);
    }
}
