package dev.hourglass.nd4j;

import dev.hourglass.loops.Elementwise;
import dev.hourglass.loops.Place;
import dev.hourglass.plan.ConvGeometry;
import dev.hourglass.plan.Write;
import java.util.Arrays;

/**
 * Convolutions one side of which has a single channel, as the first and the last layer of every autoencoder
 * of grey images. Libraries are slow there. Here the single channel becomes one plane per tap of the window,
 * each the image as that tap sees it, as large as the side with many channels; a product with the filter goes
 * from the planes to the channels or back. An instance is one lane's.
 */
final class PlaneConvolution {
    /** Pixels per product, so that it stays one of small matrices. */
    private static final int PIXELS = 96;

    private final WindowRows window;
    private final boolean singleIsLarge;
    private final int taps;
    private final int channels;
    private final int pixels;
    private final float[] single;
    private final float[] planes;
    private final float[] filter;
    private final float[] turned;
    private final Place nativePlanes;
    private final Place nativeFilter;

    PlaneConvolution(Binding binding, ConvGeometry g) {
        window = new WindowRows(g);
        singleIsLarge = g.large().c() == 1;
        var many = singleIsLarge ? g.small() : g.large();
        var one = singleIsLarge ? g.large() : g.small();
        taps = g.window().kernel().h() * g.window().kernel().w();
        channels = many.c();
        pixels = many.h() * many.w();
        single = new float[one.h() * one.w()];
        planes = new float[Math.multiplyExact(taps, pixels)];
        filter = new float[taps * channels];
        turned = new float[taps * channels];
        nativePlanes = binding.scratch(planes.length);
        nativeFilter = binding.scratch(filter.length);
    }

    static boolean fits(ConvGeometry g) {
        return g.groups() == 1 && (g.large().c() == 1 || g.small().c() == 1);
    }

    /** Brings the filter into the order (tap, channel), in which it is used below. */
    void takeFilter(Place place) {
        place.load(0, filter, filter.length);
        if (singleIsLarge) {
            turn(filter, channels, turned);
            nativeFilter.store(0, turned, turned.length);
        } else {
            nativeFilter.store(0, filter, filter.length);
        }
    }

    /** many = or += what the filter makes of the single channel, image n. */
    void fromSingle(int n, Place one, Place many, Write write) {
        gather(n, one);
        float beta = write == Write.ADD ? 1 : 0;
        for (int at = 0; at < pixels; at += PIXELS) {
            Blas.gemm(true, false, Math.min(PIXELS, pixels - at), channels, taps, nativePlanes.at(at), pixels,
                    nativeFilter.address(), channels, beta, many.at((long) (n * pixels + at) * channels),
                    channels);
        }
    }

    /** one = or += what the filter makes of the many channels, image n. */
    void toSingle(int n, Place many, Place one, Write write) {
        long images = many.at((long) n * pixels * channels);
        if (Blas.hasSmallKernels()) {
            for (int at = 0; at < pixels; at += PIXELS) {
                Blas.gemm(false, true, taps, Math.min(PIXELS, pixels - at), channels, nativeFilter.address(),
                        channels, many.at((long) (n * pixels + at) * channels), channels, 0,
                        nativePlanes.at(at),
                        pixels);
            }
        } else {
            for (int t = 0; t < taps; t++) {
                Blas.gemv(pixels, channels, images, channels, nativeFilter.at((long) t * channels),
                        nativePlanes.at((long) t * pixels));
            }
        }
        nativePlanes.load(0, planes, planes.length);
        if (write == Write.ADD) {
            one.load((long) n * single.length, single, single.length);
        } else {
            Arrays.fill(single, 0);
        }
        scatter();
        one.store((long) n * single.length, single, single.length);
    }

    /** sum += gradient of the filter, in the order (tap, channel), from image n. */
    void filterGradient(int n, Place one, Place many, Place sum) {
        gather(n, one);
        long images = many.at((long) n * pixels * channels);
        if (Blas.hasSmallKernels()) {
            Blas.gemm(false, false, taps, channels, pixels, nativePlanes.address(), pixels, images, channels,
                    1,
                    sum.address(), channels);
            return;
        }
        for (int t = 0; t < taps; t++) {
            Blas.gemvTransposed(pixels, channels, images, channels, nativePlanes.at((long) t * pixels), 1,
                    sum.at((long) t * channels));
        }
    }

    /** gradient = or += a sum in the order (tap, channel). */
    void putFilterGradient(Place sum, Place gradient, Write write) {
        sum.load(0, turned, turned.length);
        if (singleIsLarge) {
            turn(turned, taps, filter);
        } else {
            System.arraycopy(turned, 0, filter, 0, filter.length);
        }
        if (write == Write.ADD) {
            gradient.load(0, turned, turned.length);
            Elementwise.add(filter, turned, filter.length);
        }
        gradient.store(0, filter, filter.length);
    }

    private static void turn(float[] from, int rows, float[] to) {
        int columns = from.length / rows;
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                to[c * rows + r] = from[r * columns + c];
            }
        }
    }

    /** The planes of image n. What a tap sees of the padding stays zero. */
    private void gather(int n, Place one) {
        one.load((long) n * single.length, single, single.length);
        for (int t = 0; t < taps; t++) {
            for (int i = window.firstRow(t); i < window.endRow(t); i++) {
                if (singleIsLarge) {
                    copy(single, window.large(t, i), window.step(), planes, t * pixels + window.small(t, i),
                            1,
                            window.columns(t));
                } else {
                    copy(single, window.small(t, i), 1, planes, t * pixels + window.large(t, i),
                            window.step(),
                            window.columns(t));
                }
            }
        }
        nativePlanes.store(0, planes, planes.length);
    }

    private void scatter() {
        for (int t = 0; t < taps; t++) {
            for (int i = window.firstRow(t); i < window.endRow(t); i++) {
                if (singleIsLarge) {
                    add(planes, t * pixels + window.small(t, i), 1, single, window.large(t, i), window.step(),
                            window.columns(t));
                } else {
                    add(planes, t * pixels + window.large(t, i), window.step(), single, window.small(t, i), 1,
                            window.columns(t));
                }
            }
        }
    }

    private static void copy(float[] from, int at, int step, float[] to, int toAt, int toStep, int count) {
        if (step == 1 && toStep == 1) {
            System.arraycopy(from, at, to, toAt, count);
            return;
        }
        for (int j = 0; j < count; j++) {
            to[toAt + j * toStep] = from[at + j * step];
        }
    }

    private static void add(float[] from, int at, int step, float[] to, int toAt, int toStep, int count) {
        if (step == 1 && toStep == 1) {
            for (int j = 0; j < count; j++) {
                to[toAt + j] += from[at + j];
            }
            return;
        }
        for (int j = 0; j < count; j++) {
            to[toAt + j * toStep] += from[at + j * step];
        }
    }
}
