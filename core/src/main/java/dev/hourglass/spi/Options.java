package dev.hourglass.spi;

import java.util.List;
import java.util.Locale;

/**
 * How a backend is opened.
 *
 * @param threads    threads to compute with; 0 leaves the choice to the backend
 * @param arithmetic how values are rounded
 * @param ordering   whether two equal runs must give equal bits
 * @param device     which of several devices, from 0
 */
public record Options(int threads, Arithmetic arithmetic, Ordering ordering, int device) {

    /** How values are rounded. */
    public enum Arithmetic {
        /** IEEE binary32 throughout. */
        STRICT,
        /** Reduced-precision products (TF32) where the device gains from them. */
        FAST,
        /**
         * What lives within a routine is stored as bfloat16 (8 bits instead of 24), and products are of such
         * numbers; sums, parameters and what the optimizer remembers stay binary32.
         */
        MIXED;

        /** What a backend's name ends with; empty for STRICT. */
        String suffix() {
            return this == STRICT ? "" : ":" + name().toLowerCase(Locale.ROOT);
        }

        /** Of a backend as {@link DeviceInfo#backend()} calls it. */
        public static Arithmetic of(String backend) {
            for (Arithmetic each : List.of(FAST, MIXED)) {
                if (backend.endsWith(each.suffix())) {
                    return each;
                }
            }
            return STRICT;
        }
    }

    /** Whether sums are always taken in the same order. */
    public enum Ordering {
        /** Same program, data, device and options: same bits. */
        REPRODUCIBLE,
        /** Sums may be taken in any order. */
        ANY
    }

    public Options {
        if (threads < 0 || device < 0) {
            throw new IllegalArgumentException(
                    "threads and device must not be negative, found " + threads + " and "
                            + device);
        }
    }

    /**
     * What a provider's backend with this device and arithmetic is called, in {@link DeviceInfo#backend()}
     * and by users.
     */
    public String name(String provider) {
        return BackendName.of(provider, this);
    }

    public static Options standard() {
        return new Options(0, Arithmetic.STRICT, Ordering.REPRODUCIBLE, 0);
    }

    public Options withThreads(int count) {
        return new Options(count, arithmetic, ordering, device);
    }

    public Options withArithmetic(Arithmetic choice) {
        return new Options(threads, choice, ordering, device);
    }

    public Options withDevice(int index) {
        return new Options(threads, arithmetic, ordering, index);
    }
}
