package dev.hourglass.models.compress;

import dev.hourglass.data.DataException;
import dev.hourglass.models.Autoencoder;
import dev.hourglass.nn.Layer;
import dev.hourglass.nn.NestedDropout;
import dev.hourglass.nn.Sequential;

/** Codes whose numbers are in order of worth, so that the first ones are a code by themselves. */
public final class OrderedCode {
    private OrderedCode() {
    }

    /** Whether a model was trained so that its codes are in order. */
    public static boolean isMadeBy(Autoencoder model) {
        return orders(model.encoder());
    }

    private static boolean orders(Layer layer) {
        return layer instanceof NestedDropout
                || layer instanceof Sequential(var layers) && layers.stream().anyMatch(OrderedCode::orders);
    }

    /**
     * Makes sure that codes of a model may be cut.
     *
     * @param width   numbers in a whole code
     * @param numbers that are to be kept
     * @throws DataException when there are not so many, or they are in no order
     */
    public static void check(Autoencoder model, int width, int numbers) {
        if (numbers < 1 || numbers > width) {
            throw new DataException("numbers of a code: expected 1 to " + width + ", found " + numbers);
        }
        if (numbers < width && !isMadeBy(model)) {
            throw new DataException("model " + model.name() + ": its " + width
                    + " numbers are in no order, so fewer of them are no code; train the model "
                    + CompressorModel.NAME);
        }
    }

    /**
     * The first numbers of each code.
     *
     * @param codes (rows, width)
     * @return (rows, numbers)
     */
    public static float[] first(float[] codes, int width, int numbers) {
        return copied(codes, width, numbers);
    }

    /**
     * Whole codes from their first numbers; the others are 0, as they were in training.
     *
     * @param codes (rows, numbers)
     * @return (rows, width)
     */
    public static float[] filled(float[] codes, int numbers, int width) {
        return copied(codes, numbers, width);
    }

    private static float[] copied(float[] codes, int from, int to) {
        if (codes.length % from != 0) {
            throw new IllegalArgumentException(
                    "expected codes of " + from + " numbers each, found " + codes.length + " values");
        }
        if (from == to) {
            return codes;
        }
        int rows = codes.length / from;
        var copies = new float[Math.multiplyExact(rows, to)];
        for (int row = 0; row < rows; row++) {
            System.arraycopy(codes, row * from, copies, row * to, Math.min(from, to));
        }
        return copies;
    }
}
