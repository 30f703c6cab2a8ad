package dev.hourglass.onednn;

import dev.hourglass.loops.Kernel;
import dev.hourglass.loops.Place;
import dev.hourglass.plan.RandomOp;
import dev.hourglass.plan.RandomOp.Noise;
import dev.hourglass.random.Philox;

/** Random numbers: the ones that core defines. */
final class RandomKernels {

    private RandomKernels() {
    }

    static void bind(RandomOp op, Stage stage) {
        switch (op) {
            case Noise o -> {
                Place tick = stage.whole(o.tick());
                for (Tile tile : stage.tiles()) {
                    stage.add(tile, fill(o, tick, stage.rows(o.out(), tile), tile.first()));
                }
            }
        }
    }

    /** Draws for all elements, or for those from a row on. */
    static Kernel fill(Noise op, Place tick, Place out, int row) {
        Philox philox = Philox.of(op.source());
        int first = row * (op.out().elements() / Math.max(1, rows(op)));
        return lane -> philox.fill(op.distribution(), tick.getInt(0), first, out.memory());
    }

    private static int rows(Noise op) {
        return op.out().shape().rank() == 0 ? 1 : op.out().shape().extent(0);
    }
}
