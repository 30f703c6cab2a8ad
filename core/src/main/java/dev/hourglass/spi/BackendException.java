package dev.hourglass.spi;

/**
 * A problem of a backend or its device. The message says what is missing or failed, and what to do about it.
 */
public final class BackendException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BackendException(String message) {
        super(message);
    }

    public BackendException(String message, Throwable cause) {
        super(message, cause);
    }
}
