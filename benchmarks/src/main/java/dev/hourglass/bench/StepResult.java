package dev.hourglass.bench;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * One piece of work, done by all who can.
 *
 * @param entries in the order they were started
 * @param ratios  of each contestant to each backend of ours
 * @param left    peers that were left out, each with the reason: they failed, or computed something else
 */
public record StepResult(Work work, List<Entry> entries, List<Ratio> ratios,
        List<String> left) {
    public StepResult {
        entries = List.copyOf(entries);
        ratios = List.copyOf(ratios);
        left = List.copyOf(left);
    }

    /** The form of a system that is fastest here. */
    public Optional<Entry> best(String system) {
        return entries.stream().filter(each -> each.system().equals(system))
                .min(Comparator.comparingDouble(each -> each.clock().median()));
    }

    /** How many times as long {@code of} takes as the backend {@code to}. */
    public Optional<Ratio> ratio(String of, String to) {
        return ratios.stream().filter(each -> each.of().equals(of) && each.to().equals(to)).findFirst();
    }
}
