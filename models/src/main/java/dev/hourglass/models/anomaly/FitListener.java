package dev.hourglass.models.anomaly;

/** Told how the fitting of a detector goes, on the thread that fits; may ask it to end. */
public interface FitListener {

    /** @param all steps of all parts of the detector */
    default void progress(int done, int all) {
    }

    /**
     * The loss of one of the parts that are trained one after the other.
     *
     * @param part the group of autoencoders, or the round over the images
     * @param at   where training was: steps of this group, or passes over the images
     * @param loss mean squared error over the rows that were learnt there and then
     */
    default void loss(String part, double at, double loss) {
    }

    /**
     * Asked before every step. Once it says yes, the parts that are finished make the detector; where none
     * is, fitting ends with a {@link java.util.concurrent.CancellationException}.
     */
    default boolean isCancelled() {
        return false;
    }

    /** Listens to nothing. */
    static FitListener none() {
        return new FitListener() {
        };
    }
}
