package dev.hourglass.spi;

/** What a provider's probe found out. */
public sealed interface Availability {

    /** The backend can be opened. */
    record Ready(DeviceInfo device) implements Availability {
    }

    /** It cannot. One sentence: what is missing and what to do about it. */
    record Missing(String reason) implements Availability {
    }
}
