package dev.hourglass.data;

/** Data that cannot be used. One line: the file, the place in it, what was expected, what was found. */
public final class DataException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DataException(String message) {
        super(message);
    }

    public DataException(String message, Throwable cause) {
        super(message, cause);
    }
}
