package dev.hourglass.plan;

import java.util.List;
import java.util.Locale;

/** Pooling and its inverse directions. Images are (n, h, w, c). */
public sealed interface PoolOp extends Op {

    /** What a pooling window yields. */
    enum Kind {
        /** The largest value; among equals the first in row-major order of the window takes the gradient. */
        MAX,
        /** The mean over the taps inside the image; padding is not counted. */
        AVERAGE
    }

    /** small = pool(large), window by window and channel by channel. */
    record Pool(Kind kind, PoolGeometry geometry, Slot large, Slot small) implements PoolOp, Differentiable {

        public Pool {
            Check.shape("Pool", large, geometry.largeShape());
            Check.shape("Pool", small, geometry.smallShape());
            Check.apart("Pool", small, large);
        }

        @Override
        public List<Slot> reads() {
            return List.of(large);
        }

        @Override
        public List<Slot> writes() {
            return List.of(small);
        }

        @Override
        public String detail() {
            return kind.name().toLowerCase(Locale.ROOT) + " " + geometry;
        }
    }

    /**
     * Gradient of a pooling with respect to its large side.
     *
     * @param large         the pooling's input
     * @param smallGradient gradient of the pooling's output
     * @param largeGradient the result, of large's shape; wholly written
     */
    record PoolGradient(Kind kind, PoolGeometry geometry, Slot large, Slot smallGradient, Slot largeGradient,
            Write write) implements PoolOp {

        public PoolGradient {
            Check.shape("PoolGradient", large, geometry.largeShape());
            Check.shape("PoolGradient", smallGradient, geometry.smallShape());
            Check.shape("PoolGradient", largeGradient, geometry.largeShape());
            Check.apart("PoolGradient", largeGradient, large, smallGradient);
        }

        @Override
        public List<Slot> reads() {
            return Check.reads(write, largeGradient, large, smallGradient);
        }

        @Override
        public List<Slot> writes() {
            return List.of(largeGradient);
        }

        @Override
        public String detail() {
            return kind.name().toLowerCase(Locale.ROOT) + " " + geometry + (write == Write.ADD ? " +=" : "");
        }
    }

    /** Each pixel of small (n, h, w, c) becomes a block of factor.h x factor.w equal pixels of large. */
    record Upsample(Extent2 factor, Slot small, Slot large) implements PoolOp, Differentiable {

        public Upsample {
            checkFactor("Upsample", factor, small, large);
            Check.apart("Upsample", large, small);
        }

        @Override
        public List<Slot> reads() {
            return List.of(small);
        }

        @Override
        public List<Slot> writes() {
            return List.of(large);
        }

        @Override
        public String detail() {
            return "x" + factor;
        }
    }

    /** Gradient of an upsampling: each pixel of smallGradient is the sum over its block of largeGradient. */
    record UpsampleGradient(Extent2 factor, Slot largeGradient, Slot smallGradient, Write write)
            implements PoolOp {

        public UpsampleGradient {
            checkFactor("UpsampleGradient", factor, smallGradient, largeGradient);
            Check.apart("UpsampleGradient", smallGradient, largeGradient);
        }

        @Override
        public List<Slot> reads() {
            return Check.reads(write, smallGradient, largeGradient);
        }

        @Override
        public List<Slot> writes() {
            return List.of(smallGradient);
        }

        @Override
        public String detail() {
            return "x" + factor;
        }
    }

    private static void checkFactor(String op, Extent2 factor, Slot small, Slot large) {
        if (factor.h() < 1 || factor.w() < 1) {
            throw new PlanException(op + ": factor " + factor + " must be at least 1");
        }
        var image = ImageExtent.of(small.shape());
        var expected = new ImageExtent(image.h() * factor.h(), image.w() * factor.w(), image.c());
        Check.shape(op, large, expected.batch(small.shape().extent(0)));
    }
}
