package dev.hourglass.spi;

/**
 * What a backend runs on, for reports.
 *
 * @param backend name of the backend, such as {@code nd4j}, with what was chosen of it where that is not the
 *                usual: {@code cuda:1}, {@code cuda:mixed}
 * @param device  the device in words, such as a processor's model name
 * @param version versions of the libraries that do the work
 * @param threads threads the backend computes with
 * @param memory  bytes that a session may take where nothing else takes any; the same each time
 */
public record DeviceInfo(String backend, String device, String version, int threads, long memory) {

    /** The same device under a name that also says what was chosen. */
    public DeviceInfo withBackend(String name) {
        return new DeviceInfo(name, device, version, threads, memory);
    }

    /** The same device where that many bytes are left for a session. */
    public DeviceInfo withMemory(long left) {
        return new DeviceInfo(backend, device, version, threads, left);
    }
}
