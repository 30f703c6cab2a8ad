package dev.hourglass.bench;

/**
 * A line that the coordinator writes to a worker, as JSON.
 *
 * @param work  what to open; null for the other commands
 * @param data  folder of the {@link SharedData}; null for the other commands
 * @param count how many steps or inferences to take
 */
record Request(Command command, Work work, String data, int count) {

    /** What is asked for. */
    enum Command {
        /** Starts work, in place of the work before. */
        OPEN,
        /** Does the work, {@code count} times. */
        GO,
        /** Asks for the first image of the last result. */
        OUTPUT
    }

    static Request open(Work work, String data) {
        return new Request(Command.OPEN, work, data, 0);
    }

    static Request go(int count) {
        return new Request(Command.GO, null, null, count);
    }

    static Request output() {
        return new Request(Command.OUTPUT, null, null, 0);
    }
}
