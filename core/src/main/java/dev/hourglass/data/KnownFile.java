package dev.hourglass.data;

/**
 * A file of a known data set.
 *
 * @param bytes  its exact size
 * @param sha256 in lower-case hexadecimal
 */
record KnownFile(String name, long bytes, String sha256) {
}
