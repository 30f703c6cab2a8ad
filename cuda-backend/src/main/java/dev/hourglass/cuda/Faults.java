package dev.hourglass.cuda;

import dev.hourglass.spi.BackendException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import jcuda.driver.JCudaDriver;

/**
 * What kernels found wrong with their inputs: a word in the device's memory that the first of them claims,
 * read whenever somebody waits.
 */
final class Faults {
    private static final int WORDS = 3;
    private static final long BYTES = WORDS * Integer.BYTES;

    private final CudaDevice device;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment words = arena.allocate(ValueLayout.JAVA_INT, WORDS);
    private final NativePointer host = new NativePointer(words.address());
    private final DevicePointer place;
    private final List<String> sources = new ArrayList<>();

    Faults(CudaDevice device) {
        this.device = device;
        this.place = new DevicePointer(device.allocate(BYTES, "error reports"));
        clear();
    }

    long address() {
        return place.address();
    }

    /**
     * Number by which a kernel names itself; the text is completed by the place and the value found there.
     */
    int source(String text) {
        sources.add(text);
        return sources.size() - 1;
    }

    /** Throws what has been reported; the stream must have been waited for. */
    void check() {
        if (sources.isEmpty()) {
            return;
        }
        Calls.check(JCudaDriver.cuMemcpyDtoHAsync(host, place, BYTES, device.stream()),
                "reading error reports");
        Calls.check(JCudaDriver.cuStreamSynchronize(device.stream()), "reading error reports");
        int source = words.getAtIndex(ValueLayout.JAVA_INT, 0) - 1;
        if (source >= 0) {
            String text = sources.get(source).formatted(words.getAtIndex(ValueLayout.JAVA_INT, 2),
                    words.getAtIndex(ValueLayout.JAVA_INT, 1));
            clear();
            throw new BackendException(text);
        }
    }

    private void clear() {
        Calls.check(JCudaDriver.cuMemsetD8Async(place, (byte) 0, BYTES, device.stream()),
                "clearing error reports");
    }

    void close() {
        device.free(place.address());
        arena.close();
    }
}
