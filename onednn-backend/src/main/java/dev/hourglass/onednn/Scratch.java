package dev.hourglass.onednn;

import dev.hourglass.loops.NativeBlock;
import dev.hourglass.loops.Place;
import java.lang.foreign.Arena;

/** Memory of a replay's own. */
final class Scratch implements AutoCloseable {
    /** What primitives of a lane share at first; one that needs more brings a larger one. */
    private static final long SHARED = 1 << 20;

    private final Arena arena = Arena.ofShared();
    private final Place[] shared;
    private final Place[] results;
    private final Place[] products;

    Scratch(int lanes) {
        this.shared = new Place[lanes];
        this.results = new Place[lanes];
        this.products = new Place[lanes];
    }

    /** Zeroed memory. */
    Place allocate(int elements) {
        var segment = NativeBlock.allocate(arena, Float.BYTES * (long) elements);
        return new Place(segment, segment.address(), elements);
    }

    /** Memory for a primitive of a lane while it runs. */
    Place shared(int lane, long bytes) {
        return grown(shared, lane, bytes);
    }

    /** Where a primitive of a lane leaves what the next kernel takes; as much as something else takes. */
    Place result(int lane, Place like) {
        return grown(results, lane, like.memory().byteSize()).slice(0, like.elements());
    }

    /** Where a product of a lane lies until the next kernel has taken it. */
    Place products(int lane, int elements) {
        return grown(products, lane, Float.BYTES * (long) elements).slice(0, elements);
    }

    private Place grown(Place[] places, int lane, long bytes) {
        if (places[lane] == null || places[lane].memory().byteSize() < bytes) {
            places[lane] = allocate(
                    Math.toIntExact((Math.max(SHARED, bytes) + Float.BYTES - 1) / Float.BYTES));
        }
        return places[lane];
    }

    @Override
    public void close() {
        arena.close();
    }
}
