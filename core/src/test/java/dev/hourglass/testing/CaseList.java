package dev.hourglass.testing;

import dev.hourglass.plan.Op;
import dev.hourglass.plan.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Collects the cases of a family of ops. */
final class CaseList {
    private final List<OpCase> cases = new ArrayList<>();

    void add(String name, Function<CaseSlots, Op> build) {
        cases.add(new OpCase(name, build));
    }

    /** Once with SET and once with ADD. */
    void addBoth(String name, BiFunction<CaseSlots, Write, Op> build) {
        for (Write write : Write.values()) {
            add(name + " " + write.name().toLowerCase(Locale.ROOT), slots -> build.apply(slots, write));
        }
    }

    List<OpCase> all() {
        return List.copyOf(cases);
    }
}
