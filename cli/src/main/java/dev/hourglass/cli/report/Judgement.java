package dev.hourglass.cli.report;

import dev.hourglass.report.Finding;
import dev.hourglass.report.Finding.Tone;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a comparison with other methods comes to.
 *
 * @param findings in words
 * @param unbeaten names of the methods that the model does not beat
 */
public record Judgement(List<Finding> findings, List<String> unbeaten) {

    public Judgement {
        findings = List.copyOf(findings);
        unbeaten = List.copyOf(unbeaten);
    }

    /** Nothing was compared. */
    public static Judgement none() {
        return new Judgement(List.of(), List.of());
    }

    /**
     * Both, what the model fails at first. Beside a failure nothing is called good: that it beats the mean
     * image is no comfort where a filter beats the model.
     */
    public Judgement and(Judgement other) {
        var all = Stream.concat(findings.stream(), other.findings.stream()).toList();
        var bad = all.stream().filter(each -> each.tone() == Tone.BAD);
        var rest = all.stream().filter(each -> each.tone() != Tone.BAD);
        boolean fails = all.stream().anyMatch(each -> each.tone() == Tone.BAD);
        return new Judgement(Stream.concat(bad, rest.map(each -> fails && each.tone() == Tone.GOOD
                ? Finding.note(each.text()) : each)).toList(),
                Stream.concat(unbeaten.stream(), other.unbeaten.stream()).distinct().toList());
    }

    /** A sentence about the model, after the names of what does better. */
    public String before(String sentence) {
        return unbeaten.isEmpty() ? sentence
                : "Does not beat " + String.join(", ", unbeaten) + ". " + sentence;
    }
}
