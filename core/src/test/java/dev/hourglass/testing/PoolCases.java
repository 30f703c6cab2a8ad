package dev.hourglass.testing;

import dev.hourglass.plan.Extent2;
import dev.hourglass.plan.ImageExtent;
import dev.hourglass.plan.PoolGeometry;
import dev.hourglass.plan.PoolOp.Kind;
import dev.hourglass.plan.PoolOp.Pool;
import dev.hourglass.plan.PoolOp.PoolGradient;
import dev.hourglass.plan.PoolOp.Upsample;
import dev.hourglass.plan.PoolOp.UpsampleGradient;
import dev.hourglass.plan.Shape;
import dev.hourglass.plan.Slot;
import dev.hourglass.plan.Window;
import dev.hourglass.plan.Write;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

final class PoolCases {

    private PoolCases() {
    }

    static List<OpCase> all() {
        var cases = new CaseList();
        for (Kind kind : Kind.values()) {
            geometries().forEach((name, g) -> {
                String variant = kind + " " + name;
                cases.add("Pool/" + variant,
                        s -> new Pool(kind, g, large(s, g), s.slot("small", g.smallShape())));
                cases.addBoth("PoolGradient/" + variant,
                        (s, write) -> new PoolGradient(kind, g, large(s, g),
                                s.slot("small gradient", g.smallShape()),
                                s.slot("large gradient", g.largeShape()), write));
            });
        }
        var g = PoolGeometry.over(2, new ImageExtent(5, 5, 3), Window.of(3, 2, 1));
        cases.add("PoolGradient/MAX first of equals", s -> new PoolGradient(Kind.MAX, g,
                s.slot("large", g.largeShape(), Contents.repeating(1, 0.5f)),
                s.slot("small gradient", g.smallShape()),
                s.slot("large gradient", g.largeShape()), Write.SET));
        cases.add("Pool/MAX below zero", s -> new Pool(Kind.MAX, g,
                s.slot("large", g.largeShape(), Contents.between(-1, -0.5f)),
                s.slot("small", g.smallShape())));
        for (Extent2 factor : List.of(new Extent2(2, 3), new Extent2(1, 1), new Extent2(2, 2))) {
            var small = Shape.of(2, 4, 5, 3);
            var large = Shape.of(2, 4 * factor.h(), 5 * factor.w(), 3);
            cases.add("Upsample/" + factor,
                    s -> new Upsample(factor, s.slot("small", small), s.slot("large", large)));
            cases.addBoth("UpsampleGradient/" + factor, (s, write) -> new UpsampleGradient(factor,
                    s.slot("large gradient", large), s.slot("small gradient", small), write));
        }
        return cases.all();
    }

    /** Without ties: which of equal values wins is told by a case of its own. */
    private static Slot large(CaseSlots s, PoolGeometry g) {
        return s.slot("large", g.largeShape(), Contents.distinct());
    }

    private static Map<String, PoolGeometry> geometries() {
        var map = new LinkedHashMap<String, PoolGeometry>();
        var none = new Extent2(1, 1);
        map.put("uneven", PoolGeometry.over(2, new ImageExtent(9, 6, 3),
                new Window(new Extent2(3, 2), new Extent2(2, 1), new Extent2(1, 0), none)));
        map.put("uneven the other way", PoolGeometry.over(2, new ImageExtent(7, 8, 3),
                new Window(new Extent2(2, 3), new Extent2(1, 2), new Extent2(0, 1), none)));
        map.put("2x2, even", PoolGeometry.over(3, new ImageExtent(8, 6, 5), Window.of(2, 2, 0)));
        map.put("2x2, last row and column left over",
                PoolGeometry.over(2, new ImageExtent(7, 5, 3), Window.of(2, 2, 0)));
        map.put("overlapping", PoolGeometry.over(2, new ImageExtent(7, 6, 3), Window.of(3, 2, 1)));
        map.put("stride 1", PoolGeometry.over(2, new ImageExtent(7, 6, 3), Window.of(3, 1, 1)));
        map.put("stride beyond kernel", PoolGeometry.over(2, new ImageExtent(8, 7, 3), Window.of(2, 3, 0)));
        map.put("kernel as large as the image", PoolGeometry.over(2, new ImageExtent(7, 6, 3),
                new Window(new Extent2(7, 6), none, new Extent2(0, 0), none)));
        map.put("one image, one channel", PoolGeometry.over(1, new ImageExtent(7, 6, 1), Window.of(2, 2, 0)));
        map.put("32 channels", PoolGeometry.over(2, new ImageExtent(28, 26, 32), Window.of(2, 2, 0)));
        return map;
    }
}
