package dev.hourglass.testing;

/** What is opened and closed a thousand times, and whether it leaves anything. */
public final class Cycles {
    private static final int CYCLES = 1000;
    /** In the first ones libraries are loaded and the JIT compiles. */
    private static final int FIRST = 500;
    /** 500 times 64 KB: a session or a device that is never freed is larger. */
    private static final long GROWTH = 32L << 20;
    private static final int LOOKS = 20;
    private static final int PAUSE_MILLIS = 100;

    private Cycles() {
    }

    /** Whether the process holds no more memory, files and threads afterwards than halfway; prints both. */
    public static boolean leaveNothing(String name, Runnable cycle) throws InterruptedException {
        repeat(FIRST, cycle);
        var before = Footprint.now();
        repeat(CYCLES - FIRST, cycle);
        var after = settled(before.threads());
        System.out
                .println(name + ": after " + FIRST + " cycles " + before + "; after " + CYCLES + " " + after);
        return after.resident() - before.resident() < GROWTH && after.handles() <= before.handles()
                && after.threads() <= before.threads();
    }

    private static void repeat(int count, Runnable cycle) {
        for (int i = 0; i < count; i++) {
            cycle.run();
        }
    }

    /** The system takes a moment to end a thread that Java has waited for. */
    private static Footprint settled(int threads) throws InterruptedException {
        var now = Footprint.now();
        for (int i = 0; i < LOOKS && now.threads() > threads; i++) {
            Thread.sleep(PAUSE_MILLIS);
            now = Footprint.now();
        }
        return now;
    }
}
