package dev.hourglass.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hourglass.plan.DType;
import dev.hourglass.plan.ImageExtent;
import dev.hourglass.plan.MatrixOp.Gemm;
import dev.hourglass.plan.MatrixOp.Layout;
import dev.hourglass.plan.MemoryPlan;
import dev.hourglass.plan.Op;
import dev.hourglass.plan.PointwiseOp.Scale;
import dev.hourglass.plan.PoolGeometry;
import dev.hourglass.plan.PoolOp.Kind;
import dev.hourglass.plan.PoolOp.Pool;
import dev.hourglass.plan.PoolOp.PoolGradient;
import dev.hourglass.plan.Role;
import dev.hourglass.plan.Shape;
import dev.hourglass.plan.Slot;
import dev.hourglass.plan.UpdateOp.GradientNorm;
import dev.hourglass.plan.Window;
import dev.hourglass.plan.Write;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StretchesTest {
    private static final Shape SQUARE = Shape.of(4, 4);
    private static final int BYTES = 4096;

    private final Slot in = slot(0, Role.INPUT);
    private final Slot out = slot(1, Role.RESULT);
    private final Slot a = slot(2, Role.ACTIVATION);
    private final Slot b = slot(3, Role.ACTIVATION);
    /** Slots 2 and 3 share memory. */
    private final OneDnnMemory memory = new OneDnnMemory(
            new MemoryPlan(BYTES, Map.of(0, 0L, 1, 256L, 2, 512L, 3, 512L), BYTES, Map.of()));

    private static Slot slot(int id, Role role) {
        return new Slot(id, "slot" + id, SQUARE, DType.F32, role, id, 0);
    }

    private static Op scale(Slot from, Slot to) {
        return new Scale(from, 2, to, Write.SET);
    }

    private List<Stretch> stretches(Op... ops) {
        return new Stretches(List.of(ops), memory).all();
    }

    @AfterEach
    void close() {
        memory.close();
    }

    @Test
    void opsOverRowsAreOneStretchAndWhatIsBetweenThemIsPrivate() {
        var all = stretches(scale(in, a), scale(a, b), scale(b, out));
        assertEquals(1, all.size());
        assertEquals(4, all.getFirst().rows());
        assertEquals(Set.of(2, 3), all.getFirst().privates().keySet());
    }

    @Test
    void whatEveryRowNeedsIsFinishedBefore() {
        var product = new Gemm(in, Layout.PLAIN, a, Layout.PLAIN, out, Write.SET);
        assertEquals(List.of(1, 1), sizes(stretches(scale(in, a), product)));
    }

    @Test
    void slotsInOnePlaceAreNotMixedUpByTiles() {
        assertEquals(List.of(1, 1), sizes(stretches(scale(in, a), scale(in, b))));
    }

    @Test
    void anOpThatNeedsAllRowsIsAlone() {
        var norm = new GradientNorm(a, new Slot(4, "norm", Shape.of(1), DType.F32, Role.RESULT, 1, 0));
        var all = stretches(scale(in, a), norm);
        assertEquals(List.of(4, 0), all.stream().map(Stretch::rows).toList());
        assertEquals(Set.of(), all.getFirst().privates().keySet());
    }

    @Test
    void whatAMaxPoolFoundIsKeptForItsGradient() {
        var geometry = PoolGeometry.over(2, new ImageExtent(4, 4, 1), Window.of(2, 2, 0));
        Slot large = image(0, Role.INPUT, geometry.largeShape());
        Slot small = image(2, Role.ACTIVATION, geometry.smallShape());
        Slot smallGradient = image(3, Role.ACTIVATION, geometry.smallShape());
        Slot largeGradient = image(1, Role.RESULT, geometry.largeShape());
        var all = stretches(new Pool(Kind.MAX, geometry, large, small), scale(small, smallGradient),
                new PoolGradient(Kind.MAX, geometry, large, smallGradient, largeGradient, Write.SET));
        assertEquals(1, all.size());
        assertEquals(2, all.getFirst().privates().get(2).last());
    }

    private static Slot image(int id, Role role, Shape shape) {
        return new Slot(id, "image" + id, shape, DType.F32, role, id, 0);
    }

    private static List<Integer> sizes(List<Stretch> stretches) {
        return stretches.stream().map(each -> each.ops().size()).toList();
    }
}
