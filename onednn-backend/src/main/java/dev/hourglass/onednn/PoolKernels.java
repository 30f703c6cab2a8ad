package dev.hourglass.onednn;

import dev.hourglass.plan.Extent2;
import dev.hourglass.plan.ImageExtent;
import dev.hourglass.plan.PoolOp;
import dev.hourglass.plan.PoolOp.Kind;
import dev.hourglass.plan.PoolOp.Pool;
import dev.hourglass.plan.PoolOp.PoolGradient;
import dev.hourglass.plan.PoolOp.Upsample;
import dev.hourglass.plan.PoolOp.UpsampleGradient;
import dev.hourglass.plan.Write;
import java.util.Arrays;

/** Pooling and upsampling, image by image. */
final class PoolKernels {
    private final Stage stage;

    PoolKernels(Stage stage) {
        this.stage = stage;
    }

    void bind(PoolOp op) {
        switch (op) {
            case Pool o -> pool(o);
            case PoolGradient o -> poolGradient(o);
            case Upsample o -> upsample(o);
            case UpsampleGradient o -> upsampleGradient(o);
        }
    }

    private void pool(Pool op) {
        var g = op.geometry();
        var windows = new PoolWindows[stage.lanes()];
        Arrays.setAll(windows, i -> new PoolWindows(g));
        for (Tile tile : stage.tiles()) {
            PoolWindows mine = windows[tile.lane()];
            Place large = stage.rows(op.large(), tile);
            Place small = stage.rows(op.small(), tile);
            stage.add(tile, lane -> {
                for (int image = 0; image < tile.rows(); image++) {
                    large.load(image * g.large().elements(), mine.large(), g.large().elements());
                    if (op.kind() == Kind.MAX) {
                        mine.largest();
                    } else {
                        mine.average();
                    }
                    small.store(image * g.small().elements(), mine.small(), g.small().elements());
                }
            });
        }
    }

    private void poolGradient(PoolGradient op) {
        var windows = new PoolWindows[stage.lanes()];
        Arrays.setAll(windows, i -> new PoolWindows(op.geometry()));
        for (Tile tile : stage.tiles()) {
            PoolWindows mine = windows[tile.lane()];
            Place large = stage.rows(op.large(), tile);
            Place smallGradient = stage.rows(op.smallGradient(), tile);
            Place largeGradient = stage.rows(op.largeGradient(), tile);
            stage.add(tile, lane -> {
                for (int image = 0; image < tile.rows(); image++) {
                    gradient(op, mine, image, large, smallGradient, largeGradient);
                }
            });
        }
    }

    private static void gradient(PoolGradient op, PoolWindows mine, int image, Place large,
            Place smallGradient, Place largeGradient) {
        int elements = op.geometry().large().elements();
        int smallElements = op.geometry().small().elements();
        if (op.write() == Write.ADD) {
            largeGradient.load(image * elements, mine.gradient(), elements);
        } else {
            Arrays.fill(mine.gradient(), 0);
        }
        smallGradient.load(image * smallElements, mine.small(), smallElements);
        if (op.kind() == Kind.MAX) {
            large.load(image * elements, mine.large(), elements);
            mine.spreadToLargest();
        } else {
            mine.spreadEvenly();
        }
        largeGradient.store(image * elements, mine.gradient(), elements);
    }

    /** A row of pixels of small and one of large, of one lane. */
    private record Lines(float[] small, float[] large) {
    }

    private Lines[] lines(ImageExtent image, Extent2 factor) {
        int row = image.w() * image.c();
        var lines = new Lines[stage.lanes()];
        Arrays.setAll(lines, i -> new Lines(new float[row], new float[row * factor.w()]));
        return lines;
    }

    private void upsample(Upsample op) {
        var image = ImageExtent.of(op.small().shape());
        var lines = lines(image, op.factor());
        for (Tile tile : stage.tiles()) {
            float[] from = lines[tile.lane()].small();
            float[] to = lines[tile.lane()].large();
            Place small = stage.rows(op.small(), tile);
            Place large = stage.rows(op.large(), tile);
            stage.add(tile, lane -> {
                for (int r = 0; r < tile.rows() * image.h(); r++) {
                    small.load(r * from.length, from, from.length);
                    for (int j = 0; j < image.w() * op.factor().w(); j++) {
                        System.arraycopy(from, j / op.factor().w() * image.c(), to, j * image.c(), image.c());
                    }
                    for (int i = 0; i < op.factor().h(); i++) {
                        large.store((r * op.factor().h() + i) * to.length, to, to.length);
                    }
                }
            });
        }
    }

    private void upsampleGradient(UpsampleGradient op) {
        var image = ImageExtent.of(op.smallGradient().shape());
        var lines = lines(image, op.factor());
        for (Tile tile : stage.tiles()) {
            float[] sums = lines[tile.lane()].small();
            float[] from = lines[tile.lane()].large();
            Place small = stage.rows(op.smallGradient(), tile);
            Place large = stage.rows(op.largeGradient(), tile);
            stage.add(tile, lane -> {
                for (int r = 0; r < tile.rows() * image.h(); r++) {
                    if (op.write() == Write.ADD) {
                        small.load(r * sums.length, sums, sums.length);
                    } else {
                        Arrays.fill(sums, 0);
                    }
                    for (int i = 0; i < op.factor().h(); i++) {
                        large.load((r * op.factor().h() + i) * from.length, from, from.length);
                        for (int j = 0; j < image.w() * op.factor().w(); j++) {
                            addPixel(from, j * image.c(), sums, j / op.factor().w() * image.c(), image.c());
                        }
                    }
                    small.store(r * sums.length, sums, sums.length);
                }
            });
        }
    }

    private static void addPixel(float[] from, int at, float[] sums, int to, int channels) {
        for (int c = 0; c < channels; c++) {
            sums[to + c] += from[at + c];
        }
    }
}
