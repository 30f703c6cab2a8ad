package dev.hourglass.testing;

import dev.hourglass.plan.RandomOp.Distribution;
import dev.hourglass.plan.RandomOp.Noise;
import dev.hourglass.plan.RandomOp.Source;
import dev.hourglass.plan.Shape;
import java.util.List;

final class RandomCases {

    private RandomCases() {
    }

    static List<OpCase> all() {
        var cases = new CaseList();
        for (Distribution distribution : List.of(new Distribution.Uniform(), new Distribution.Normal(),
                new Distribution.Bernoulli(0.75f, 1.5f))) {
            String name = "Noise/" + distribution.getClass().getSimpleName();
            noise(cases, name, distribution, new Source(0x0123456789ABCDEFL, 7), 3);
            noise(cases, name + ", another tick", distribution, new Source(0x0123456789ABCDEFL, 7), 70_000);
            noise(cases, name + ", another stream", distribution, new Source(0x0123456789ABCDEFL, 0x50003),
                    3);
            noise(cases, name + ", negative seed and tick", distribution, new Source(-2, 7), -1);
            cases.add(name + ", many", s -> new Noise(distribution, new Source(5, 0), s.integers("tick", 1),
                    s.slot("out", Shape.of(16, 28, 28, 1))));
        }
        return cases.all();
    }

    /** 126 elements: the last block of four is not full. */
    private static void noise(CaseList cases, String name, Distribution distribution, Source source,
            int tick) {
        cases.add(name, s -> new Noise(distribution, source, s.integers("tick", tick),
                s.slot("out", Shape.of(1, 7, 6, 3))));
    }
}
