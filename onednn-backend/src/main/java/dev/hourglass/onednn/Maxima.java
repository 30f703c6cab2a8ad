package dev.hourglass.onednn;

import dev.hourglass.loops.Place;
import dev.hourglass.plan.Op;
import dev.hourglass.plan.PoolOp.Kind;
import dev.hourglass.plan.PoolOp.Pool;
import dev.hourglass.plan.PoolOp.PoolGradient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the maxima of a stretch's max-pools are. A pool notes it when its gradient follows in the same
 * stretch, which otherwise would have to look at the image a second time. Each lane has one note per pool: a
 * tile's gradient is done before the next tile's pool.
 */
final class Maxima {
    private final List<Op> ops;
    private final Map<Pool, Map<Integer, Place>> notes = new HashMap<>();

    /** Of a stretch's ops. */
    Maxima(List<Op> ops) {
        this.ops = ops;
    }

    /** The pool among the ops that a gradient belongs to, when its input and result stay as they are. */
    static Optional<Pool> pool(PoolGradient gradient, List<Op> ops) {
        int end = ops.indexOf(gradient);
        for (int i = end - 1; gradient.kind() == Kind.MAX && i >= 0; i--) {
            if (ops.get(i) instanceof Pool pool && pool.kind() == Kind.MAX
                    && pool.large().equals(gradient.large())
                    && pool.geometry().equals(gradient.geometry())) {
                boolean stays = ops.subList(i + 1, end).stream().flatMap(op -> op.writes().stream())
                        .noneMatch(slot -> slot.overlaps(pool.large()) || slot.overlaps(pool.small()));
                return stays ? Optional.of(pool) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** The pool that a gradient belongs to. */
    Optional<Pool> pool(PoolGradient gradient) {
        return pool(gradient, ops);
    }

    /** Whether a gradient will want to know. */
    boolean areWanted(Pool pool) {
        return ops.stream().anyMatch(op -> op instanceof PoolGradient gradient
                && pool(gradient).filter(pool::equals).isPresent());
    }

    /** Where a lane notes a pool's maxima. */
    Place note(Pool pool, Tile tile, Scratch scratch) {
        return notes.computeIfAbsent(pool, each -> new HashMap<>()).computeIfAbsent(tile.lane(),
                lane -> scratch.allocate(pool.small().elements() / pool.geometry().n() * tile.rows()));
    }

    /** What a lane has noted. */
    Place noted(Pool pool, Tile tile) {
        return notes.get(pool).get(tile.lane());
    }
}
