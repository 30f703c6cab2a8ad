package dev.hourglass.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hourglass.plan.Activation;
import dev.hourglass.plan.Criterion;
import dev.hourglass.plan.Op;
import dev.hourglass.plan.RandomOp.Distribution;
import dev.hourglass.plan.Slot;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The contract suite leaves nothing out: what can be told apart by type has a case. */
class OpCasesTest {

    /** The records below a sealed interface. */
    private static Stream<Class<?>> records(Class<?> type) {
        return type.isSealed() ? Arrays.stream(type.getPermittedSubclasses()).flatMap(OpCasesTest::records)
                : Stream.of(type);
    }

    private static Set<String> names(Class<?> type) {
        return records(type).map(Class::getSimpleName).collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void namesAreUnique() {
        List<String> names = OpCases.all().stream().map(OpCase::name).toList();
        assertEquals(names.size(), new HashSet<>(names).size());
    }

    @Test
    void everyOpHasACase() {
        var covered = OpCases.all().stream().map(each -> each.op().name()).collect(Collectors.toSet());
        assertEquals(names(Op.class), new TreeSet<>(covered));
    }

    /** Every enum constant and every record of a sealed setting appears with every op that takes one. */
    @Test
    void everySettingOfEveryOpHasACase() {
        Map<String, Set<String>> seen = new HashMap<>();
        for (OpCase each : OpCases.all()) {
            Op op = each.op();
            collect(op.name(), op, seen);
        }
        for (Class<?> kind : records(Op.class).toList()) {
            demand(kind.getSimpleName(), kind, seen);
        }
    }

    private static void collect(String path, Object data, Map<String, Set<String>> seen) {
        for (RecordComponent component : data.getClass().getRecordComponents()) {
            String place = path + "." + component.getName();
            Object value = value(component, data);
            if (value instanceof Enum<?> constant) {
                seen.computeIfAbsent(place, key -> new HashSet<>()).add(constant.name());
            } else if (value instanceof Activation || value instanceof Criterion
                    || value instanceof Distribution) {
                seen.computeIfAbsent(place, key -> new HashSet<>()).add(value.getClass().getSimpleName());
            } else if (value instanceof Record && !(value instanceof Slot)) {
                collect(place, value, seen);
            }
        }
    }

    private static void demand(String path, Class<?> type, Map<String, Set<String>> seen) {
        for (RecordComponent component : type.getRecordComponents()) {
            String place = path + "." + component.getName();
            Class<?> kind = component.getType();
            if (kind.isEnum()) {
                var all = Arrays.stream(kind.getEnumConstants()).map(each -> ((Enum<?>) each).name())
                        .collect(Collectors.toSet());
                assertEquals(all, seen.get(place), place);
            } else if (kind.isSealed()) {
                assertEquals(names(kind), new TreeSet<>(seen.getOrDefault(place, Set.of())), place);
            } else if (kind.isRecord() && kind != Slot.class) {
                demand(place, kind, seen);
            }
        }
    }

    private static Object value(RecordComponent component, Record data) {
        try {
            return component.getAccessor().invoke(data);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private static Object value(RecordComponent component, Object data) {
        return value(component, (Record) data);
    }

    /** Every input whose place a result may take has it taken in some case. */
    @Test
    void everyReuseHasACase() {
        Set<String> possible = new TreeSet<>();
        Set<String> taken = new TreeSet<>();
        for (OpCase each : OpCases.all()) {
            var slots = new CaseSlots(Placement.VIEWS);
            Op op = each.build().apply(slots);
            for (Slot input : op.reusable()) {
                String reuse = op.name() + " " + input.name();
                possible.add(reuse);
                if (op.writes().stream().anyMatch(input::overlaps)) {
                    taken.add(reuse);
                }
            }
        }
        assertEquals(possible, taken);
        assertTrue(possible.size() > 8, possible.toString());
    }

    /** A view that starts where nothing is aligned, and a case that is built alike each time. */
    @Test
    void casesAreBuiltAlikeEachTime() {
        for (OpCase each : OpCases.all()) {
            assertEquals(each.op(), each.op(), each.name());
        }
    }
}
