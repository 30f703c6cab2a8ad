package dev.hourglass.cli.anomaly;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which values of a label are normal; all others name anomalies.
 *
 * @param normal as written in the data
 */
record LabelRule(Set<String> normal) {
    private static final Set<String> USUAL = Set.of("0", "0.0", "no", "false", "normal", "n", "-", "inlier",
            "benign",
            "ok", "good");

    LabelRule {
        normal = Set.copyOf(normal);
    }

    /** @param wished what the user said is normal; empty to guess from the values */
    static LabelRule of(List<String> wished, Collection<String> values) {
        if (!wished.isEmpty()) {
            return new LabelRule(Set.copyOf(wished));
        }
        Map<String, Integer> counts = new HashMap<>();
        values.forEach(each -> counts.merge(each, 1, Integer::sum));
        var usual = new TreeSet<String>();
        counts.keySet().stream().filter(each -> USUAL.contains(each.toLowerCase(Locale.ROOT)))
                .forEach(usual::add);
        if (usual.isEmpty()) {
            counts.entrySet().stream().max(Map.Entry.<String, Integer>comparingByValue()
                    .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
                    .ifPresent(each -> usual.add(each.getKey()));
        }
        return new LabelRule(usual);
    }

    boolean isAnomaly(String value) {
        return !normal.contains(value);
    }
}
