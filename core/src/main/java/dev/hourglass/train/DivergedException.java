package dev.hourglass.train;

/**
 * The loss is no longer a number. The session holds the weights of the last epoch whose loss was one, or
 * those of the best epoch where that is what training keeps.
 */
public final class DivergedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int kept;

    public DivergedException(String message, int kept) {
        super(message);
        this.kept = kept;
    }

    /**
     * Number of the epoch whose weights the session holds; 0 when they are those that training began with.
     */
    public int kept() {
        return kept;
    }
}
