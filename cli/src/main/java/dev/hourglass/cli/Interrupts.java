package dev.hourglass.cli;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jline.utils.Signals;

/**
 * Turns the first Ctrl-C into a wish to stop that work can ask for; the second one ends the process, the
 * third without any ado. Where signals cannot be caught, Ctrl-C ends the process as ever.
 */
public final class Interrupts implements BooleanSupplier, AutoCloseable {
    private static final String SIGNAL = "INT";

    private final AtomicInteger count = new AtomicInteger();
    private final Streams streams;
    private final Object previous;

    private Interrupts(Streams streams) {
        this.streams = streams;
        this.previous = Signals.register(SIGNAL, this::interrupt);
    }

    public static Interrupts caught(Streams streams) {
        return new Interrupts(streams);
    }

    private void interrupt() {
        switch (count.incrementAndGet()) {
            case 1 -> streams.say("\nStopping, and writing what is finished; a second Ctrl-C ends at once.");
            case 2 -> Thread.ofPlatform().start(() -> System.exit(ExitCode.INTERRUPTED));
            default -> Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
        }
    }

    @Override
    public boolean getAsBoolean() {
        return count.get() > 0;
    }

    @Override
    public void close() {
        if (previous != null) {
            Signals.unregister(SIGNAL, previous);
        }
    }
}
