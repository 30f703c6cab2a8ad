package dev.hourglass.bench;

/**
 * How long a whole process takes, from its start to its end.
 *
 * @param what    it does
 * @param backend which computed; empty where none did
 * @param seconds of the whole process
 */
public record StartUp(String what, String backend, Series seconds) {
}
