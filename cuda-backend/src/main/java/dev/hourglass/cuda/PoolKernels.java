package dev.hourglass.cuda;

import dev.hourglass.plan.Extent2;
import dev.hourglass.plan.ImageExtent;
import dev.hourglass.plan.PoolGeometry;
import dev.hourglass.plan.PoolOp;
import dev.hourglass.plan.PoolOp.Kind;
import dev.hourglass.plan.PoolOp.Pool;
import dev.hourglass.plan.PoolOp.PoolGradient;
import dev.hourglass.plan.PoolOp.Upsample;
import dev.hourglass.plan.PoolOp.UpsampleGradient;
import dev.hourglass.plan.Slot;

/** Pooling and upsampling. */
final class PoolKernels {

    private PoolKernels() {
    }

    static void bind(PoolOp op, Binding b) {
        int n = op.writes().getFirst().elements();
        switch (op) {
            case Pool o -> window(b.call(Kernel.POOL), o.geometry(), o.kind()).slot(o.large())
                    .slot(o.small()).integer(n).each(n);
            case PoolGradient o -> window(b.call(Kernel.POOL_GRADIENT), o.geometry(), o.kind())
                    .slot(o.large()).slot(o.smallGradient()).slot(o.largeGradient()).integer(n)
                    .write(o.write()).each(n);
            case Upsample o -> blocks(b.call(Kernel.UPSAMPLE), o.factor(), o.small()).slot(o.small())
                    .slot(o.large()).integer(n).each(n);
            case UpsampleGradient o -> blocks(b.call(Kernel.UPSAMPLE_GRADIENT), o.factor(),
                    o.smallGradient()).slot(o.largeGradient()).slot(o.smallGradient()).integer(n)
                    .write(o.write()).each(n);
        }
    }

    private static KernelCall window(KernelCall call, PoolGeometry g, Kind kind) {
        var w = g.window();
        return call.structure(g.n(), g.large().h(), g.large().w(), g.small().h(), g.small().w(),
                g.large().c(), w.kernel().h(), w.kernel().w(), w.stride().h(), w.stride().w(), w.pad().h(),
                w.pad().w()).integer(kind == Kind.AVERAGE ? 1 : 0);
    }

    private static KernelCall blocks(KernelCall call, Extent2 factor, Slot small) {
        var image = ImageExtent.of(small.shape());
        return call.structure(image.h(), image.w(), image.c(), factor.h(), factor.w());
    }
}
