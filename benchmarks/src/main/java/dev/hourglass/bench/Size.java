package dev.hourglass.bench;

/**
 * How large a piece of work is.
 *
 * @param batch    images at once
 * @param side     height and width of an image, a multiple of 4
 * @param channels of the hidden layers
 */
public record Size(int batch, int side, int channels) {
    /** Side and channels of the tutorial's models. */
    static final int SIDE = 28;
    static final int CHANNELS = 32;

    public Size {
        if (batch < 1 || side < 4 || side % 4 != 0 || channels < 1) {
            throw new IllegalArgumentException(
                    "expected a batch of 1 or more, a side that is a multiple of 4 and "
                            + "1 channel or more, found " + batch + ", " + side + " and " + channels);
        }
    }

    /** The tutorial's images and channels. */
    static Size of(int batch) {
        return new Size(batch, SIDE, CHANNELS);
    }
}
