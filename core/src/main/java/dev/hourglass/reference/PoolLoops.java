package dev.hourglass.reference;

import dev.hourglass.plan.Extent2;
import dev.hourglass.plan.ImageExtent;
import dev.hourglass.plan.PoolOp;
import dev.hourglass.plan.PoolOp.Kind;
import dev.hourglass.plan.PoolOp.Pool;
import dev.hourglass.plan.PoolOp.PoolGradient;
import dev.hourglass.plan.PoolOp.Upsample;
import dev.hourglass.plan.PoolOp.UpsampleGradient;
import dev.hourglass.plan.Slot;

/** Pooling and upsampling. */
final class PoolLoops {

    private PoolLoops() {
    }

    static Kernel bind(PoolOp op, ReferenceMemory memory) {
        return switch (op) {
            case Pool o -> pool(o, memory);
            case PoolGradient o -> poolGradient(o, memory);
            case Upsample o -> upsample(o, memory);
            case UpsampleGradient o -> upsampleGradient(o, memory);
        };
    }

    /** One piece is an image. */
    private static Kernel pool(Pool op, ReferenceMemory memory) {
        var windows = new PoolWindows(op.geometry());
        Place large = memory.at(op.large());
        Place small = memory.at(op.small());
        return new Kernel(op.geometry().n(), 4L * op.large().elements(), (from, to) -> {
            for (int image = from; image < to; image++) {
                for (int i = 0; i < windows.smallH; i++) {
                    for (int j = 0; j < windows.smallW; j++) {
                        for (int c = 0; c < windows.channels; c++) {
                            double result = op.kind() == Kind.MAX
                                    ? large.at(windows.largest(large, image, i, j, c))
                                    : windows.sum(large, image, i, j, c) / windows.taps(i, j);
                            small.set(windows.small(image, i, j, c), result);
                        }
                    }
                }
            }
        });
    }

    /** One piece is an image. */
    private static Kernel poolGradient(PoolGradient op, ReferenceMemory memory) {
        var windows = new PoolWindows(op.geometry());
        Place large = memory.at(op.large());
        Place smallGradient = memory.at(op.smallGradient());
        Place largeGradient = memory.at(op.largeGradient());
        int imageElements = op.geometry().large().elements();
        return new Kernel(op.geometry().n(), 8L * op.large().elements(), (from, to) -> {
            largeGradient.beginSums(from * imageElements, (to - from) * imageElements, op.write());
            for (int image = from; image < to; image++) {
                for (int i = 0; i < windows.smallH; i++) {
                    for (int j = 0; j < windows.smallW; j++) {
                        for (int c = 0; c < windows.channels; c++) {
                            double gradient = smallGradient.at(windows.small(image, i, j, c));
                            if (op.kind() == Kind.MAX) {
                                largeGradient.sum(windows.largest(large, image, i, j, c), gradient);
                            } else {
                                windows.spread(largeGradient, gradient / windows.taps(i, j), image, i, j, c);
                            }
                        }
                    }
                }
            }
            largeGradient.endSums(from * imageElements, (to - from) * imageElements);
        });
    }

    /** One piece is a pixel of large. */
    private static Kernel upsample(Upsample op, ReferenceMemory memory) {
        var blocks = Blocks.of(op.factor(), op.small());
        Place small = memory.at(op.small());
        Place large = memory.at(op.large());
        int channels = blocks.channels();
        return Kernel.each(op.large().elements() / channels, channels, (from, to) -> {
            for (int pixel = from; pixel < to; pixel++) {
                for (int c = 0; c < channels; c++) {
                    large.set(pixel * channels + c, small.at(blocks.under(pixel) * channels + c));
                }
            }
        });
    }

    /** One piece is an image. */
    private static Kernel upsampleGradient(UpsampleGradient op, ReferenceMemory memory) {
        var blocks = Blocks.of(op.factor(), op.smallGradient());
        Place largeGradient = memory.at(op.largeGradient());
        Place smallGradient = memory.at(op.smallGradient());
        int channels = blocks.channels();
        int n = op.smallGradient().shape().extent(0);
        int smallElements = op.smallGradient().elements() / n;
        int largePixels = op.largeGradient().elements() / n / channels;
        return new Kernel(n, 4L * op.largeGradient().elements(), (from, to) -> {
            smallGradient.beginSums(from * smallElements, (to - from) * smallElements, op.write());
            for (int pixel = from * largePixels; pixel < to * largePixels; pixel++) {
                for (int c = 0; c < channels; c++) {
                    smallGradient.sum(blocks.under(pixel) * channels + c,
                            largeGradient.at(pixel * channels + c));
                }
            }
            smallGradient.endSums(from * smallElements, (to - from) * smallElements);
        });
    }

    /** Which pixel of small each pixel of large belongs to, both numbered through the batch. */
    private record Blocks(int factorH, int factorW, int largeH, int largeW, int channels) {

        static Blocks of(Extent2 factor, Slot small) {
            var image = ImageExtent.of(small.shape());
            return new Blocks(factor.h(), factor.w(), image.h() * factor.h(), image.w() * factor.w(),
                    image.c());
        }

        int under(int largePixel) {
            int x = largePixel % largeW;
            int row = largePixel / largeW;
            int image = row / largeH;
            int y = row % largeH;
            return (image * (largeH / factorH) + y / factorH) * (largeW / factorW) + x / factorW;
        }
    }
}
