package dev.hourglass.bench;

/**
 * A line that the coordinator writes to a worker, as JSON.
 *
 * @param work   what to open; null for the other commands
 * @param data   folder of the {@link SharedData}; null for the other commands
 * @param kernel what to open for OPEN_KERNEL, with {@code count} threads; otherwise null
 * @param count  how many steps or inferences to take
 */
record Request(Command command, Work work, String data, Kernel kernel, int count) {

    /** What is asked for. */
    enum Command {
        /** Starts work, in place of the work before. */
        OPEN,
        /** Starts a kernel alone, in place of the work before. */
        OPEN_KERNEL,
        /** Does the work, {@code count} times. */
        GO,
        /** Asks for the first image of the last result. */
        OUTPUT
    }

    static Request open(Work work, String data) {
        return new Request(Command.OPEN, work, data, null, 0);
    }

    static Request open(Kernel kernel, int threads) {
        return new Request(Command.OPEN_KERNEL, null, null, kernel, threads);
    }

    static Request go(int count) {
        return new Request(Command.GO, null, null, null, count);
    }

    static Request output() {
        return new Request(Command.OUTPUT, null, null, null, 0);
    }
}
