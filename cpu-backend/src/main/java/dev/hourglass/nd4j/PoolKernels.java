package dev.hourglass.nd4j;

import dev.hourglass.loops.Place;
import dev.hourglass.plan.ImageExtent;
import dev.hourglass.plan.PoolOp;
import dev.hourglass.plan.PoolOp.Kind;
import dev.hourglass.plan.PoolOp.Pool;
import dev.hourglass.plan.PoolOp.PoolGradient;
import dev.hourglass.plan.PoolOp.Upsample;
import dev.hourglass.plan.PoolOp.UpsampleGradient;
import dev.hourglass.plan.Write;
import java.util.Arrays;

/** Pooling and upsampling; each lane does its images. */
final class PoolKernels {
    private final Binding binding;

    PoolKernels(Binding binding) {
        this.binding = binding;
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
        Place large = binding.place(op.large());
        Place small = binding.place(op.small());
        var windows = new PoolWindows[binding.lanes()];
        Arrays.setAll(windows, i -> new PoolWindows(g));
        binding.add(lane -> {
            PoolWindows mine = windows[lane.index()];
            for (int image = lane.from(g.n()); image < lane.to(g.n()); image++) {
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

    private void poolGradient(PoolGradient op) {
        var g = op.geometry();
        Place large = binding.place(op.large());
        Place smallGradient = binding.place(op.smallGradient());
        Place largeGradient = binding.place(op.largeGradient());
        var windows = new PoolWindows[binding.lanes()];
        Arrays.setAll(windows, i -> new PoolWindows(g));
        binding.add(lane -> {
            PoolWindows mine = windows[lane.index()];
            for (int image = lane.from(g.n()); image < lane.to(g.n()); image++) {
                int at = image * g.large().elements();
                if (op.write() == Write.ADD) {
                    largeGradient.load(at, mine.gradient(), g.large().elements());
                } else {
                    Arrays.fill(mine.gradient(), 0);
                }
                smallGradient.load(image * g.small().elements(), mine.small(), g.small().elements());
                if (op.kind() == Kind.MAX) {
                    large.load(at, mine.large(), g.large().elements());
                    mine.spreadToLargest();
                } else {
                    mine.spreadEvenly();
                }
                largeGradient.store(at, mine.gradient(), g.large().elements());
            }
        });
    }

    private void upsample(Upsample op) {
        var image = ImageExtent.of(op.small().shape());
        int rows = op.small().shape().extent(0) * image.h();
        int factorH = op.factor().h();
        int factorW = op.factor().w();
        int row = image.w() * image.c();
        Place small = binding.place(op.small());
        Place large = binding.place(op.large());
        var narrow = new float[binding.lanes()][row];
        var wide = new float[binding.lanes()][row * factorW];
        binding.add(lane -> {
            float[] from = narrow[lane.index()];
            float[] to = wide[lane.index()];
            for (int r = lane.from(rows); r < lane.to(rows); r++) {
                small.load(r * row, from, row);
                for (int j = 0; j < image.w() * factorW; j++) {
                    System.arraycopy(from, j / factorW * image.c(), to, j * image.c(), image.c());
                }
                for (int i = 0; i < factorH; i++) {
                    large.store((r * factorH + i) * to.length, to, to.length);
                }
            }
        });
    }

    private void upsampleGradient(UpsampleGradient op) {
        var image = ImageExtent.of(op.smallGradient().shape());
        int rows = op.smallGradient().shape().extent(0) * image.h();
        int factorH = op.factor().h();
        int factorW = op.factor().w();
        int row = image.w() * image.c();
        Place small = binding.place(op.smallGradient());
        Place large = binding.place(op.largeGradient());
        var narrow = new float[binding.lanes()][row];
        var wide = new float[binding.lanes()][row * factorW];
        binding.add(lane -> {
            float[] sums = narrow[lane.index()];
            float[] from = wide[lane.index()];
            for (int r = lane.from(rows); r < lane.to(rows); r++) {
                if (op.write() == Write.ADD) {
                    small.load(r * row, sums, row);
                } else {
                    Arrays.fill(sums, 0);
                }
                for (int i = 0; i < factorH; i++) {
                    large.load((r * factorH + i) * from.length, from, from.length);
                    for (int j = 0; j < image.w() * factorW; j++) {
                        addPixel(from, j * image.c(), sums, j / factorW * image.c(), image.c());
                    }
                }
                small.store(r * row, sums, row);
            }
        });
    }

    private static void addPixel(float[] from, int at, float[] sums, int to, int channels) {
        for (int c = 0; c < channels; c++) {
            sums[to + c] += from[at + c];
        }
    }
}
