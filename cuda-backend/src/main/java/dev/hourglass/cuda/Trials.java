package dev.hourglass.cuda;

import java.util.function.LongConsumer;

/**
 * Calls of libraries that are tried while a routine is bound: whether they are accepted shows, and their
 * kernels are loaded before a graph is captured.
 */
@FunctionalInterface
interface Trials {

    /**
     * Runs something over other memory than the program's, zeroed and given back afterwards.
     *
     * @param what it is, in messages
     * @param use  is given the address of so many bytes
     */
    void run(long bytes, String what, LongConsumer use);

    /** Runs nothing and notes how much memory it would have taken. */
    final class Measured implements Trials {
        private long most;

        @Override
        public void run(long bytes, String what, LongConsumer use) {
            most = Math.max(most, bytes);
        }

        /** Bytes of the largest; they follow each other. */
        long most() {
            return most;
        }
    }
}
