package dev.hourglass.models.compress;

import dev.hourglass.nn.BatchNorm;
import dev.hourglass.nn.Conv2d;
import dev.hourglass.nn.ConvTranspose2d;
import dev.hourglass.nn.Crop2d;
import dev.hourglass.nn.Dense;
import dev.hourglass.nn.Layer;
import dev.hourglass.nn.Pad2d;
import dev.hourglass.nn.Padding;
import dev.hourglass.nn.Reshape;
import dev.hourglass.nn.Sequential;
import dev.hourglass.nn.Weights;
import dev.hourglass.plan.Activation;
import dev.hourglass.plan.ImageExtent;
import dev.hourglass.plan.MemoryOp.Border;
import dev.hourglass.plan.Shape;
import dev.hourglass.plan.Window;
import java.util.ArrayList;
import java.util.List;

/**
 * The layers between a row and its code, their depth and width by the row's shape.
 *
 * @param encoder row to numbers of a code, without bounds
 * @param decoder code to a row, without bounds
 */
record CompressorLayers(Sequential encoder, Sequential decoder) {
    private static final Activation FUNCTION = new Activation.Silu();
    private static final int WIDEST = 1024;
    private static final int NARROWEST = 64;
    private static final int LEAST_FIRST = 128;
    private static final int MOST_LAYERS = 3;
    /** Images with more values than this are halved until they have fewer pixels than {@link #PIXELS}. */
    private static final int DENSE_VALUES = 4096;
    private static final int PIXELS = 256;
    private static final int CHANNELS = 32;
    private static final int LAST_CHANNELS = 16;
    private static final int KERNEL = 3;

    /**
     * @param last how the last layer of either side starts, and whether it has a bias
     */
    static CompressorLayers of(Shape row, int latent, Weights last) {
        var encoder = new ArrayList<Layer>();
        var decoder = new ArrayList<Layer>();
        Shape features = row;
        if (row.rank() == 3 && row.elements() > DENSE_VALUES && row.extent(0) * row.extent(1) > PIXELS) {
            features = halve(ImageExtent.of(row), encoder, decoder, last);
        }
        var back = new ArrayList<Layer>();
        for (int width : widths(features.elements(), latent)) {
            encoder.addAll(normalised(width));
            back.addAll(0, normalised(width));
        }
        encoder.add(new Dense(latent, new Activation.Identity(), last));
        back.add(decoder.isEmpty() ? new Dense(features.elements(), new Activation.Identity(), last)
                : Dense.of(features.elements(), FUNCTION));
        back.add(new Reshape(features));
        decoder.addAll(0, back);
        return new CompressorLayers(new Sequential(encoder), new Sequential(decoder));
    }

    private static List<Layer> normalised(int width) {
        return List.of(new Dense(width, new Activation.Identity(), Weights.withoutBias()),
                BatchNorm.standard(FUNCTION));
    }

    /** At least the row's own width at first where that is not too wide, then half of it each time. */
    private static int[] widths(int elements, int latent) {
        int above = Integer.highestOneBit(Math.max(2 * Math.min(elements, WIDEST) - 1, 1));
        int width = Math.clamp(above, LEAST_FIRST, WIDEST);
        var widths = new ArrayList<Integer>();
        while (widths.size() < MOST_LAYERS && width >= Math.max(NARROWEST, latent)) {
            widths.add(width);
            width /= 2;
        }
        return widths.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Convolutions that halve the image until dense layers can take it, and their mirror image. */
    private static Shape halve(ImageExtent image, List<Layer> encoder, List<Layer> decoder, Weights last) {
        int halvings = 0;
        while (Math.ceilDiv(image.h(), 1 << halvings) * Math.ceilDiv(image.w(), 1 << halvings) > PIXELS) {
            halvings++;
        }
        int multiple = 1 << halvings;
        int h = Math.ceilDiv(image.h(), multiple) * multiple - image.h();
        int w = Math.ceilDiv(image.w(), multiple) * multiple - image.w();
        var border = new Border(h / 2, h - h / 2, w / 2, w - w / 2);
        encoder.add(new Pad2d(border));
        for (int i = 1; i < halvings; i++) {
            encoder.add(Conv2d.same(CHANNELS, KERNEL, 2, FUNCTION));
            decoder.add(ConvTranspose2d.same(CHANNELS, KERNEL, 2, FUNCTION));
        }
        encoder.add(Conv2d.same(LAST_CHANNELS, KERNEL, 2, FUNCTION));
        decoder.add(new ConvTranspose2d(image.c(), Window.of(KERNEL, 2, KERNEL / 2), Padding.SYMMETRIC,
                new Activation.Identity(), last));
        decoder.add(new Crop2d(border));
        return Shape.of((image.h() + h) / multiple, (image.w() + w) / multiple, LAST_CHANNELS);
    }
}
