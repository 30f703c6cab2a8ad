package dev.hourglass.onednn;

import dev.hourglass.loops.Kernel;
import dev.hourglass.loops.Place;
import dev.hourglass.plan.MemoryPlan;
import dev.hourglass.plan.Slot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A stretch while it is being bound: what is done once before the tiles, in each tile, and once after them.
 */
final class Stage {
    /**
     * The largest private slot takes this much in a tile, about what stays in a core's second-level cache.
     */
    private static final long TILE_BYTES = 1 << 20;

    private final Stretch stretch;
    private final OneDnnMemory memory;
    private final List<Tile> tiles = new ArrayList<>();
    private final PrivateMemory layout;
    private final Maxima maxima;
    private final Place[] own;
    private final List<List<Kernel>> before = new ArrayList<>();
    private final List<List<Kernel>> starts = new ArrayList<>();
    private final Map<Tile, List<Kernel>> kernels = new HashMap<>();
    private final List<List<Kernel>> after = new ArrayList<>();

    Stage(Stretch stretch, OneDnnMemory memory, Scratch scratch, int lanes) {
        this.stretch = stretch;
        this.memory = memory;
        maxima = new Maxima(stretch.ops());
        int tileRows = cut(lanes);
        layout = new PrivateMemory(stretch, tileRows);
        own = new Place[lanes];
        for (int lane = 0; lane < lanes; lane++) {
            own[lane] = layout.elements() == 0 ? null : scratch.allocate(layout.elements());
            before.add(new ArrayList<>());
            starts.add(new ArrayList<>());
            after.add(new ArrayList<>());
        }
        tiles.forEach(tile -> kernels.put(tile, new ArrayList<>()));
    }

    /** Gives every lane its rows; returns the rows of the largest tile. */
    private int cut(int lanes) {
        int largest = 0;
        for (int lane = 0; lane < lanes; lane++) {
            int from = begin(lane, lanes);
            int to = begin(lane + 1, lanes);
            int size = tileRows(to - from);
            for (int first = from; first < to; first += size) {
                tiles.add(new Tile(lane, first, Math.min(size, to - first)));
            }
            largest = Math.max(largest, size);
        }
        return largest;
    }

    /** Rounded up, so that a single row is lane 0's, who then needs nobody else. */
    private int begin(int lane, int lanes) {
        return (int) (((long) stretch.rows() * lane + lanes - 1) / lanes);
    }

    /** Rows of a lane's tiles: as many as stay in the cache, and where possible equally many in each. */
    private int tileRows(int rows) {
        long row = stretch.privates().values().stream().mapToLong(each -> each.rowBytes(stretch.rows())).max()
                .orElse(0);
        if (row == 0 || rows == 0) {
            return rows;
        }
        int most = Math.clamp(TILE_BYTES / row, 1, rows);
        for (int size = most; size > most / 2; size--) {
            if (rows % size == 0) {
                return size;
            }
        }
        return most;
    }

    int rows() {
        return stretch.rows();
    }

    Maxima maxima() {
        return maxima;
    }

    List<Tile> tiles() {
        return tiles;
    }

    /** Lanes there are; some may have no tiles. */
    int lanes() {
        return own.length;
    }

    /** The rows of a slot that a tile has. */
    Place rows(Slot slot, Tile tile) {
        int row = slot.elements() / stretch.rows();
        if (isPrivate(slot)) {
            return own[tile.lane()].slice(layout.offset(slot.root()), row * tile.rows());
        }
        return memory.place(slot).slice((long) row * tile.first(), row * tile.rows());
    }

    boolean isPrivate(Slot slot) {
        return stretch.privates().containsKey(slot.root());
    }

    Place whole(Slot slot) {
        return memory.place(slot);
    }

    /**
     * The lane for what is done once with a slot, always the same, so that the steps of it come in order.
     */
    int laneOf(Slot slot) {
        int lanes = tiles.getLast().lane() + 1;
        return Math.floorMod(slot.root() + slot.offset() / MemoryPlan.ALIGNMENT, lanes);
    }

    /** Something that is done once, before the tiles. */
    void before(int lane, Kernel kernel) {
        before.get(lane).add(kernel);
    }

    /** Something that a lane does before its first tile. */
    void start(int lane, Kernel kernel) {
        starts.get(lane).add(kernel);
    }

    /** What comes next in a tile. */
    void add(Tile tile, Kernel kernel) {
        kernels.get(tile).add(kernel);
    }

    /** Something that is done once, after the tiles. */
    void after(int lane, Kernel kernel) {
        after.get(lane).add(kernel);
    }

    List<Phase> phases() {
        tiles.forEach(tile -> starts.get(tile.lane()).addAll(kernels.get(tile)));
        var phases = new ArrayList<Phase>();
        for (var lanes : List.of(before, starts, after)) {
            if (lanes.stream().anyMatch(each -> !each.isEmpty())) {
                phases.add(new Phase(lanes));
            }
        }
        return phases;
    }
}
