package dev.hourglass.models.anomaly;

import dev.hourglass.models.Autoencoder;
import dev.hourglass.models.Autoencoder.Sizes;
import dev.hourglass.nn.Activate;
import dev.hourglass.nn.BatchNorm;
import dev.hourglass.nn.Conv2d;
import dev.hourglass.nn.ConvTranspose2d;
import dev.hourglass.nn.Crop2d;
import dev.hourglass.nn.Layer;
import dev.hourglass.nn.Pad2d;
import dev.hourglass.nn.Padding;
import dev.hourglass.nn.Weights;
import dev.hourglass.nn.Sequential;
import dev.hourglass.plan.Activation;
import dev.hourglass.plan.MemoryOp.Border;
import dev.hourglass.plan.ImageExtent;
import dev.hourglass.plan.Shape;
import dev.hourglass.plan.Window;
import java.util.ArrayList;
import java.util.List;

/**
 * A fully convolutional autoencoder for images that are too large for one code: the code is a small image
 * itself, and each of its places stands for a patch. Convolutions halve the image three or four times, their
 * mirror image doubles it again; in between each place has so few numbers that structure which is not in the
 * training images cannot pass.
 */
final class PatchNetwork {
    static final String NAME = "patches";
    /** Numbers in the code of a patch. */
    static final int CODE = 6;
    /** Images with no more values than this have one code for all of it: {@link ImageModel}. */
    private static final int SMALL = 4096;
    private static final int LEAST_SIDE = 16;
    private static final int LARGE_SIDE = 160;
    private static final int FIRST = 32;
    private static final int CHANNELS = 64;
    private static final Activation FUNCTION = new Activation.Silu();

    private PatchNetwork() {
    }

    /** Whether images of this shape are looked at patch by patch. */
    static boolean isFor(Shape row) {
        return row.rank() == 3 && row.elements() > SMALL
                && Math.min(row.extent(0), row.extent(1)) >= LEAST_SIDE;
    }

    /** @param row (h, w, c) with values in [0, 1] */
    static Autoencoder of(Shape row) {
        var image = ImageExtent.of(row);
        int halvings = Math.min(image.h(), image.w()) < LARGE_SIDE ? 3 : 4;
        int multiple = 1 << halvings;
        int h = Math.ceilDiv(image.h(), multiple) * multiple - image.h();
        int w = Math.ceilDiv(image.w(), multiple) * multiple - image.w();
        var border = new Border(h / 2, h - h / 2, w / 2, w - w / 2);
        var encoder = new ArrayList<Layer>();
        var decoder = new ArrayList<Layer>();
        encoder.add(new Pad2d(border));
        encoder.add(Conv2d.same(FIRST, 5, 2, FUNCTION));
        for (int i = 1; i < halvings; i++) {
            encoder.add(normalised(CHANNELS, 2));
        }
        encoder.add(Conv2d.same(CODE, 1, 1, new Activation.Identity()));
        encoder.add(BatchNorm.standard(new Activation.Identity()));
        decoder.add(normalised(CHANNELS, 1));
        for (int i = 1; i < halvings; i++) {
            decoder.add(ConvTranspose2d.same(i == halvings - 1 ? FIRST : CHANNELS, 3, 2,
                    new Activation.Identity()));
            decoder.add(BatchNorm.standard(FUNCTION));
        }
        decoder.add(ConvTranspose2d.same(image.c(), 5, 2, new Activation.Identity()));
        decoder.add(new Crop2d(border));
        decoder.add(new Activate(new Activation.Sigmoid()));
        return new Autoencoder(NAME, row, Sizes.fixed(), new Sequential(encoder), new Sequential(decoder));
    }

    private static Layer normalised(int channels, int stride) {
        return new Sequential(List.of(
                new Conv2d(channels, Window.of(3, stride, 1), Padding.SYMMETRIC, new Activation.Identity(),
                        Weights.withoutBias()),
                BatchNorm.standard(FUNCTION)));
    }
}
