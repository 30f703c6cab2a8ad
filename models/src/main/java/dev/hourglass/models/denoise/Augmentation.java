package dev.hourglass.models.denoise;

import dev.hourglass.data.Dataset;
import dev.hourglass.plan.Shape;

/**
 * What is done to training images so that a denoiser does not only learn the shapes it is shown. Every epoch
 * shows each image differently; the same seed shows the same.
 */
public enum Augmentation {
    /** Images as they are. */
    NONE,
    /**
     * One in three mirrored and turned by quarters, each way equally likely; images that are not square by
     * halves.
     */
    TURN,
    /**
     * The same, and one or two other images laid over one in five, each turned and moved in its own way: of
     * two values the one farther from the background counts. Strokes then cross and crowd as in scripts that
     * were never seen.
     */
    OVERLAY;

    /** Images whose values are mostly this close to black, or to white, have a background. */
    private static final float CLOSE = 0.05f;
    /** Share of the values that must be background for images to be laid over each other. */
    private static final double MOSTLY = 0.5;
    /** That many images are looked at. */
    private static final int LOOKED_AT = 500;

    /** {@link #OVERLAY} for images that are mostly one dark or light background, otherwise {@link #TURN}. */
    public static Augmentation fitting(Dataset images) {
        return Math.max(share(images, 0), share(images, 1)) >= MOSTLY ? OVERLAY : TURN;
    }

    /** The images as they are shown in training; outside of it they are as they were. */
    public Dataset of(Dataset images, long seed) {
        return switch (this) {
            case NONE -> images;
            case TURN -> new AugmentedImages(images, seed, AugmentedImages.Background.NONE);
            case OVERLAY -> new AugmentedImages(images, seed, share(images, 0) >= share(images, 1)
                    ? AugmentedImages.Background.DARK
                    : AugmentedImages.Background.LIGHT);
        };
    }

    private static double share(Dataset images, float background) {
        Shape shape = images.shape();
        var row = new float[shape.elements()];
        int count = Math.min(LOOKED_AT, images.size());
        long close = 0;
        for (int i = 0; i < count; i++) {
            images.read(i, row, 0);
            for (float value : row) {
                close += Math.abs(value - background) <= CLOSE ? 1 : 0;
            }
        }
        return (double) close / count / row.length;
    }
}
