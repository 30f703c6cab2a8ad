package dev.hourglass.cuda;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Memory of a routine besides its slots: some that ops use one after the other, as large as the neediest of
 * them wants it, and behind it some that is kept as long as the routine runs. Where it lies is known when all
 * ops have been bound.
 */
final class Scratch {
    private static final long ALIGNMENT = 256;

    private final List<LongConsumer> users = new ArrayList<>();
    private final List<LongConsumer> keepers = new ArrayList<>();
    private long shared;
    private long kept;

    static long align(long bytes) {
        return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    /** Asks for some; the user is told the address before anything runs. */
    void need(long wanted, LongConsumer user) {
        shared = Math.max(shared, wanted);
        users.add(user);
    }

    /** Asks for some that nobody else uses; everybody who asks is told the same address. */
    void keep(long wanted, LongConsumer user) {
        kept = Math.max(kept, wanted);
        keepers.add(user);
    }

    long bytes() {
        return align(shared) + kept;
    }

    void place(long address) {
        users.forEach(each -> each.accept(address));
        keepers.forEach(each -> each.accept(address + align(shared)));
    }
}
