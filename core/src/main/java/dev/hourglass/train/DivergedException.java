package dev.hourglass.train;

/** The loss is no longer a number. The session holds the weights of the last epoch whose loss was one. */
public final class DivergedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int goodEpochs;

    public DivergedException(String message, int goodEpochs) {
        super(message);
        this.goodEpochs = goodEpochs;
    }

    /** Epochs that ended with a finite loss; 0 when the session holds the initial weights. */
    public int goodEpochs() {
        return goodEpochs;
    }
}
