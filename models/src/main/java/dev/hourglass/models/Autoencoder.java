package dev.hourglass.models;

import dev.hourglass.nn.Layer;
import dev.hourglass.plan.PlanException;
import dev.hourglass.plan.Shape;

/**
 * An architecture: an encoder that turns a row into a code, and a decoder that turns a code back into a row.
 * Weights are not part of it.
 *
 * @param name    how it is called in catalogues and reports
 * @param row     shape of one row: (h, w, c) for images, (d) for tables; a size-free model takes images of
 *                other sizes than this one too
 * @param sizes   whether images of other sizes can be used
 * @param encoder row to code
 * @param decoder code to row
 */
public record Autoencoder(String name, Shape row, Sizes sizes, Layer encoder, Layer decoder) {

    /**
     * Which image sizes a model takes.
     *
     * @param multiple 0: only the size it was made for. Otherwise any size: an image whose sides are not
     *                 multiples of this number is surrounded by zeros before it is encoded, and the result is
     *                 cropped
     */
    public record Sizes(int multiple) {
        public static Sizes fixed() {
            return new Sizes(0);
        }

        public static Sizes any(int multiple) {
            return new Sizes(multiple);
        }

        public boolean isFixed() {
            return multiple == 0;
        }
    }

    /**
     * The same model for rows of another shape.
     *
     * @throws PlanException when the model does not take them
     */
    public Autoencoder forRow(Shape other) {
        if (other.equals(row)) {
            return this;
        }
        boolean sameChannels = other.rank() == 3 && row.rank() == 3 && other.extent(-1) == row.extent(-1);
        if (sizes.isFixed() || !sameChannels) {
            throw new PlanException("model " + name + " takes rows of shape " + row
                    + (sizes.isFixed() ? "" : " or other heights and widths") + ", found " + other);
        }
        return new Autoencoder(name, other, sizes, encoder, decoder);
    }
}
