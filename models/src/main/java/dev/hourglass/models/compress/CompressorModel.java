package dev.hourglass.models.compress;

import dev.hourglass.models.Autoencoder;
import dev.hourglass.models.Autoencoder.Sizes;
import dev.hourglass.models.Corruption;
import dev.hourglass.models.Objective;
import dev.hourglass.models.Training;
import dev.hourglass.nn.Activate;
import dev.hourglass.nn.BatchNorm;
import dev.hourglass.nn.Conv2d;
import dev.hourglass.nn.ConvTranspose2d;
import dev.hourglass.nn.Crop2d;
import dev.hourglass.nn.Dense;
import dev.hourglass.nn.Layer;
import dev.hourglass.nn.NestedDropout;
import dev.hourglass.nn.Pad2d;
import dev.hourglass.nn.Reshape;
import dev.hourglass.nn.Sequential;
import dev.hourglass.nn.Weights;
import dev.hourglass.optim.Clipping;
import dev.hourglass.optim.Optimizer;
import dev.hourglass.optim.Schedule;
import dev.hourglass.plan.Activation;
import dev.hourglass.plan.Criterion;
import dev.hourglass.plan.ImageExtent;
import dev.hourglass.plan.MemoryOp.Border;
import dev.hourglass.plan.PlanException;
import dev.hourglass.plan.Shape;
import dev.hourglass.train.TrainConfig;
import java.util.ArrayList;
import java.util.List;

/**
 * The default model for compression: normalised dense layers that narrow step by step, a normalised code
 * whose numbers are in order of worth, and the mirror image of the layers back. Depth and width follow from
 * the rows. Images too large for dense layers are first halved by convolutions.
 */
public final class CompressorModel {
    public static final String NAME = "compressor";
    /** Rows of a training step. */
    public static final int BATCH = 256;
    /** Learning rate at its highest. */
    public static final float RATE = 2e-3f;
    /** Weight decay of AdamW. */
    public static final float DECAY = 0.01f;
    /** Share of the steps in which the learning rate rises. */
    public static final double WARMUP = 0.05;

    private static final Activation FUNCTION = new Activation.Silu();
    private static final float WHOLE_CODES = 0.8f;
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

    private CompressorModel() {
    }

    /**
     * The model for rows of a shape.
     *
     * @param row    (h, w, c) with values in [0, 1], or (d) with values around 0
     * @param latent numbers of a code, at least 1
     */
    public static Autoencoder of(Shape row, int latent) {
        if (latent < 1) {
            throw new PlanException("model " + NAME + ": a code has at least 1 number, found " + latent);
        }
        var encoder = new ArrayList<Layer>();
        var decoder = new ArrayList<Layer>();
        Shape features = row;
        if (row.rank() == 3 && row.elements() > DENSE_VALUES && row.extent(0) * row.extent(1) > PIXELS) {
            features = halve(ImageExtent.of(row), encoder, decoder);
        }
        int[] widths = widths(features.elements(), latent);
        var back = new ArrayList<Layer>();
        for (int width : widths) {
            encoder.addAll(normalised(width));
            back.addAll(0, normalised(width));
        }
        encoder.add(Dense.linear(latent));
        encoder.add(BatchNorm.standard(new Activation.Identity()));
        encoder.add(new NestedDropout(WHOLE_CODES));
        boolean flat = decoder.isEmpty();
        back.add(Dense.of(features.elements(), flat ? output(row) : FUNCTION));
        back.add(new Reshape(features));
        decoder.addAll(0, back);
        return new Autoencoder(NAME, row, Sizes.fixed(), new Sequential(encoder), new Sequential(decoder));
    }

    private static List<Layer> normalised(int width) {
        return List.of(new Dense(width, new Activation.Identity(), Weights.withoutBias()),
                BatchNorm.standard(FUNCTION));
    }

    private static Activation output(Shape row) {
        return row.rank() == 3 ? new Activation.Sigmoid() : new Activation.Identity();
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
    private static Shape halve(ImageExtent image, List<Layer> encoder, List<Layer> decoder) {
        int halvings = 0;
        while (Math.ceilDiv(image.h(), 1 << halvings) * Math.ceilDiv(image.w(), 1 << halvings) > PIXELS) {
            halvings++;
        }
        int multiple = 1 << halvings;
        int h = Math.ceilDiv(image.h(), multiple) * multiple - image.h();
        int w = Math.ceilDiv(image.w(), multiple) * multiple - image.w();
        var border = new Border(h / 2, h - h / 2, w / 2, w - w / 2);
        encoder.add(new Pad2d(border));
        for (int i = 1; i <= halvings; i++) {
            encoder.add(Conv2d.same(i == halvings ? LAST_CHANNELS : CHANNELS, KERNEL, 2, FUNCTION));
            boolean last = i == halvings;
            decoder.add(ConvTranspose2d.same(last ? image.c() : CHANNELS, KERNEL, 2,
                    last ? new Activation.Identity() : FUNCTION));
        }
        decoder.add(new Crop2d(border));
        decoder.add(new Activate(new Activation.Sigmoid()));
        return Shape.of((image.h() + h) / multiple, (image.w() + w) / multiple, LAST_CHANNELS);
    }

    /** What is minimised, and how. */
    public static Objective objective() {
        return new Objective(new Criterion.MeanSquaredError(), new Corruption.None(),
                Optimizer.Adam.withDecay(RATE, DECAY), new Clipping.None());
    }

    /** Epochs and schedule: the learning rate rises for a twentieth of the steps, then falls to 0. */
    public static TrainConfig config(int epochs, long seed) {
        return TrainConfig.of(epochs, seed).withSchedule(new Schedule.Cosine(WARMUP, 0));
    }

    /** Training of such a model, to be given data. */
    public static Training training(Autoencoder model, int epochs, long seed) {
        return Training.of(model, objective()).batch(BATCH).config(config(epochs, seed));
    }
}
