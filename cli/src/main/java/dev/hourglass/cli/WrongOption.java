package dev.hourglass.cli;

/** Options that do not fit together or with the data. The message says what to do. */
final class WrongOption extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WrongOption(String message) {
        super(message);
    }

    WrongOption(String message, Throwable cause) {
        super(message, cause);
    }
}
