package dev.hourglass.spi;

/**
 * One thing that a backend looked for on this machine, for people who want to know why it can or cannot be
 * used.
 *
 * @param what  such as a library's file name
 * @param found where it was found, its version, or that it was not
 */
public record Finding(String what, String found) {
}
