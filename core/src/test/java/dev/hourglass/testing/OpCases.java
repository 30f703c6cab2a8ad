package dev.hourglass.testing;

import dev.hourglass.plan.Op;
import java.util.List;
import java.util.stream.Stream;

/**
 * Cases of every op. Extents differ from each other wherever they may, so that no two axes can be confused;
 * destinations hold numbers before, so that SET and ADD can not be.
 */
public final class OpCases {

    private OpCases() {
    }

    public static List<OpCase> all() {
        return Stream.of(MatrixCases.all(), ConvCases.all(), PoolCases.all(), PointwiseCases.all(),
                NormCases.all(), RandomCases.all(), LossCases.all(), UpdateCases.all(), MemoryCases.all())
                .flatMap(List::stream).toList();
    }

    /** The cases of one kind of op. */
    public static List<OpCase> of(Class<? extends Op> kind) {
        return all().stream().filter(each -> kind.isInstance(each.op())).toList();
    }
}
