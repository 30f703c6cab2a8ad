package dev.hourglass.testing;

import dev.hourglass.plan.ImageExtent;
import dev.hourglass.plan.MemoryOp.Border;
import dev.hourglass.plan.MemoryOp.ChannelCopy;
import dev.hourglass.plan.MemoryOp.ChannelSpan;
import dev.hourglass.plan.MemoryOp.Copy;
import dev.hourglass.plan.MemoryOp.Crop;
import dev.hourglass.plan.MemoryOp.Fill;
import dev.hourglass.plan.MemoryOp.Gather;
import dev.hourglass.plan.MemoryOp.Pad;
import dev.hourglass.plan.Shape;
import java.util.List;

final class MemoryCases {
    private static final Shape IMAGES = Shape.of(2, 7, 6, 3);

    private MemoryCases() {
    }

    static List<OpCase> all() {
        var cases = new CaseList();
        cases.add("Fill/images", s -> new Fill(-0.25f, s.slot("out", IMAGES)));
        cases.add("Fill/zero", s -> new Fill(0, s.slot("out", Shape.of(13))));
        cases.addBoth("Copy/images",
                (s, write) -> new Copy(s.slot("in", IMAGES), s.slot("out", IMAGES), write));
        cases.addBoth("Copy/another shape",
                (s, write) -> new Copy(s.slot("in", IMAGES), s.slot("out", Shape.of(9, 28)), write));
        cases.add("Gather/images", s -> new Gather(s.slot("table", Shape.of(4, 5, 3, 1)),
                s.integers("indices", 3, 0, 3, 1, 2, 2), s.slot("out", Shape.of(6, 5, 3, 1))));
        cases.add("Gather/one of one",
                s -> new Gather(s.slot("table", Shape.of(1, 1)), s.integers("indices", 0),
                        s.slot("out", Shape.of(1, 1))));
        for (Border border : List.of(new Border(1, 2, 0, 3), new Border(0, 1, 0, 1),
                new Border(0, 0, 0, 0))) {
            var outer = border.around(ImageExtent.of(IMAGES)).batch(2);
            cases.addBoth("Pad/" + border,
                    (s, write) -> new Pad(border, s.slot("inner", IMAGES), s.slot("outer", outer), write));
            cases.addBoth("Crop/" + border,
                    (s, write) -> new Crop(border, s.slot("outer", outer), s.slot("inner", IMAGES), write));
        }
        addChannelCopies(cases);
        return cases.all();
    }

    private static void addChannelCopies(CaseList cases) {
        var wide = Shape.of(2, 4, 3, 7);
        var narrow = Shape.of(2, 4, 3, 5);
        for (ChannelSpan span : List.of(new ChannelSpan(0, 0, 5), new ChannelSpan(0, 2, 5),
                new ChannelSpan(1, 3, 2),
                new ChannelSpan(4, 6, 1))) {
            cases.addBoth("ChannelCopy/join " + span, (s, write) -> new ChannelCopy(span,
                    s.slot("source", narrow), s.slot("destination", wide), write));
            cases.addBoth("ChannelCopy/part " + span, (s, write) -> new ChannelCopy(span.reversed(),
                    s.slot("source", wide), s.slot("destination", narrow), write));
        }
        cases.addBoth("ChannelCopy/rows", (s, write) -> new ChannelCopy(new ChannelSpan(1, 0, 3),
                s.slot("source", Shape.of(4, 6)), s.slot("destination", Shape.of(4, 3)), write));
    }
}
