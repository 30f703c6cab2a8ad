package dev.hourglass.onednn;

import dev.hourglass.onednn.Stretch.Private;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Where the private slots of a stretch lie in the memory of a lane: two that live at once lie apart. */
final class PrivateMemory {
    private static final int ALIGNED = 64;

    private record Placed(Private slot, int offset, int end) {
    }

    private final Map<Integer, Integer> offsets = new HashMap<>();
    private int elements;

    /** Memory for tiles of up to {@code tileRows} rows. */
    PrivateMemory(Stretch stretch, int tileRows) {
        List<Placed> placed = new ArrayList<>();
        stretch.privates().forEach((root, slot) -> {
            long wanted = slot.rowBytes(stretch.rows()) / Float.BYTES * tileRows;
            int size = Math.toIntExact((wanted + ALIGNED - 1) / ALIGNED * ALIGNED);
            int offset = firstGap(slot, size, placed);
            placed.add(new Placed(slot, offset, offset + size));
            offsets.put(root, offset);
            elements = Math.max(elements, offset + size);
        });
    }

    private static int firstGap(Private slot, int size, List<Placed> placed) {
        var neighbours = placed.stream().filter(each -> each.slot.overlaps(slot))
                .sorted(Comparator.comparingInt(Placed::offset)).toList();
        int offset = 0;
        for (Placed neighbour : neighbours) {
            if (neighbour.offset - offset >= size) {
                break;
            }
            offset = Math.max(offset, neighbour.end);
        }
        return offset;
    }

    /** Elements that a lane needs. */
    int elements() {
        return elements;
    }

    /** First element of a root slot. */
    int offset(int root) {
        return offsets.get(root);
    }
}
