package dev.hourglass.cuda;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Memory that ops of a routine use one after the other: as large as the neediest of them wants it. Where it
 * lies is known when all of them have been bound.
 */
final class Scratch {
    private final List<LongConsumer> users = new ArrayList<>();
    private long bytes;

    /** Asks for some; the user is told the address before anything runs. */
    void need(long wanted, LongConsumer user) {
        bytes = Math.max(bytes, wanted);
        users.add(user);
    }

    long bytes() {
        return bytes;
    }

    void place(long address) {
        users.forEach(each -> each.accept(address));
    }
}
