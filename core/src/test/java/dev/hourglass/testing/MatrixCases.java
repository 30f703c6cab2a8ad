package dev.hourglass.testing;

import dev.hourglass.plan.MatrixOp.Gemm;
import dev.hourglass.plan.MatrixOp.Layout;
import dev.hourglass.plan.Shape;
import dev.hourglass.plan.Slot;
import dev.hourglass.plan.Write;
import java.util.List;

final class MatrixCases {

    private MatrixCases() {
    }

    static List<OpCase> all() {
        var cases = new CaseList();
        for (Layout a : Layout.values()) {
            for (Layout b : Layout.values()) {
                String layouts = "Gemm/" + a + " " + b;
                cases.addBoth(layouts + " 5x7x3", (s, write) -> gemm(s, List.of(5, 7, 3), a, b, write));
                cases.add(layouts + " 33x784x20", s -> gemm(s, List.of(33, 784, 20), a, b, Write.SET));
                cases.add(layouts + " 20x33x100", s -> gemm(s, List.of(20, 33, 100), a, b, Write.ADD));
                cases.add(layouts + " one row", s -> gemm(s, List.of(1, 9, 17), a, b, Write.SET));
                cases.add(layouts + " one column", s -> gemm(s, List.of(17, 9, 1), a, b, Write.SET));
                cases.add(layouts + " one term", s -> gemm(s, List.of(6, 1, 10), a, b, Write.SET));
                cases.add(layouts + " one number", s -> gemm(s, List.of(1, 1, 1), a, b, Write.ADD));
            }
        }
        cases.add("Gemm/images as rows", s -> {
            Slot a = s.slot("a", Shape.of(2, 7, 6, 3));
            Slot b = s.slot("b", Shape.of(126, 5));
            return new Gemm(a, Layout.PLAIN, b, Layout.PLAIN, s.slot("out", Shape.of(2, 5)), Write.SET);
        });
        cases.add("Gemm/rows become images", s -> {
            Slot a = s.slot("a", Shape.of(2, 5));
            Slot b = s.slot("b", Shape.of(7 * 6 * 3, 5));
            Slot out = s.slot("out", Shape.of(2, 7, 6, 3));
            return new Gemm(a, Layout.PLAIN, b, Layout.TRANSPOSED, out, Write.SET);
        });
        cases.add("Gemm/with itself", s -> {
            Slot a = s.slot("a", Shape.of(5, 7));
            return new Gemm(a, Layout.TRANSPOSED, a, Layout.PLAIN, s.slot("out", Shape.of(7, 7)), Write.SET);
        });
        return cases.all();
    }

    private static Gemm gemm(CaseSlots s, List<Integer> extents, Layout aLayout, Layout bLayout,
            Write write) {
        int m = extents.get(0);
        int k = extents.get(1);
        int n = extents.get(2);
        Slot a = s.slot("a", aLayout == Layout.PLAIN ? Shape.of(m, k) : Shape.of(k, m));
        Slot b = s.slot("b", bLayout == Layout.PLAIN ? Shape.of(k, n) : Shape.of(n, k));
        return new Gemm(a, aLayout, b, bLayout, s.slot("out", Shape.of(m, n)), write);
    }
}
