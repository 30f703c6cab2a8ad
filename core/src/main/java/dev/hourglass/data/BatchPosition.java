package dev.hourglass.data;

/**
 * A place in the order in which batches come; with the data set, the batch size and the seed it says all that
 * is needed to go on from there.
 *
 * @param epoch from 0
 * @param batch within the epoch, from 0
 */
public record BatchPosition(int epoch, int batch) {

    public BatchPosition {
        if (epoch < 0 || batch < 0) {
            throw new IllegalArgumentException(
                    "epoch and batch must not be negative, found " + epoch + " and " + batch);
        }
    }
}
