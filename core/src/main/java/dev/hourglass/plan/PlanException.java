package dev.hourglass.plan;

/**
 * A mistake in a model, found while it is lowered and before anything runs. The message names place and both
 * sides.
 */
public final class PlanException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public PlanException(String message) {
        super(message);
    }
}
