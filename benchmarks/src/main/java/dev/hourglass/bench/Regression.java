package dev.hourglass.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Our own times of two runs, side by side; peers' times show whether the machine itself has changed.
 *
 * @param ours  changes of our backends
 * @param peers changes of the others
 */
public record Regression(List<Change> ours, List<Change> peers) {
    public Regression {
        ours = List.copyOf(ours);
        peers = List.copyOf(peers);
    }

    private record Key(String what, String who) {
    }

    /**
     * Everything that both runs have measured.
     *
     * @throws BenchException when that is nothing
     */
    public static Regression of(BenchRun before, BenchRun after) {
        var ours = changes(ours(before), ours(after));
        if (ours.isEmpty()) {
            throw new BenchException("the two runs have nothing of ours in common to compare");
        }
        return new Regression(ours, changes(peers(before), peers(after)));
    }

    private static List<Change> changes(Map<Key, Series> before, Map<Key, Series> after) {
        var changes = new ArrayList<Change>();
        after.forEach((key, series) -> {
            if (before.containsKey(key)) {
                changes.add(new Change(key.what(), key.who(), before.get(key), series));
            }
        });
        return changes;
    }

    private static Map<Key, Series> ours(BenchRun run) {
        var series = new LinkedHashMap<Key, Series>();
        run.steps().forEach(step -> step.entries().stream().filter(Entry::isOurs)
                .forEach(each -> series.put(new Key(step.work().toString(), each.id()), each.clock())));
        run.kernels().stream().filter(each -> each.kernel() != Kernel.STREAM).forEach(each -> series.put(
                new Key(each.kernel().title() + ", " + each.threads() + " threads", each.backend()),
                each.clock()));
        run.starts().forEach(each -> series.put(new Key(each.what(), each.backend()), each.seconds()));
        return series;
    }

    private static Map<Key, Series> peers(BenchRun run) {
        var series = new LinkedHashMap<Key, Series>();
        run.steps().forEach(step -> step.entries().stream().filter(each -> !each.isOurs())
                .forEach(each -> series.put(new Key(step.work().toString(), each.id()), each.clock())));
        return series;
    }

    /** Whether something of ours has become slower. */
    public boolean isWorse() {
        return ours.stream().anyMatch(each -> each.verdict() == Change.Verdict.SLOWER);
    }

    /** All changes of ours. */
    public BenchTable table() {
        var rows = ours
                .stream().map(each -> List.of(each.what(), each.who(), Numbers.of(each.before().median()),
                        Numbers.of(each.after().median()), String.format(Locale.ROOT, "%.2f", each.ratio()),
                        each.verdict() == Change.Verdict.SAME ? ""
                                : each.verdict().name().toLowerCase(Locale.ROOT)))
                .toList();
        return new BenchTable("Compared with the run before",
                List.of("", "", "before", "now", "ratio", ""), 2, rows, machine());
    }

    private String machine() {
        if (peers.isEmpty()) {
            return "";
        }
        var ratio = Series.of(peers.stream().map(Change::ratio).toList());
        return "The peers take " + Numbers.times(ratio)
                + " times as long as before: so much of it is the machine.";
    }
}
