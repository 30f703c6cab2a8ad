package dev.hourglass.spi;

/**
 * What a backend runs on, for reports.
 *
 * @param backend name of the backend, such as {@code nd4j}
 * @param device  the device in words, such as a processor's model name
 * @param version versions of the libraries that do the work
 * @param threads threads the backend computes with
 * @param memory  bytes that a session may take
 */
public record DeviceInfo(String backend, String device, String version, int threads, long memory) {
}
