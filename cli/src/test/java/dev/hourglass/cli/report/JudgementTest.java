package dev.hourglass.cli.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hourglass.report.Finding;
import java.util.List;
import org.junit.jupiter.api.Test;

class JudgementTest {
    private static final Judgement BASELINES = new Judgement(List.of(Finding.good("beats the mean")),
            List.of());
    private static final Judgement FILTERS = new Judgement(List.of(Finding.bad("not the median")),
            List.of("median"));

    @Test
    void whatFailsComesFirstAndNothingIsGoodBesideIt() {
        var both = BASELINES.and(FILTERS);
        assertEquals(List.of(Finding.bad("not the median"), Finding.note("beats the mean")), both.findings());
        assertEquals("Does not beat median. Takes noise away.", both.before("Takes noise away."));
    }

    @Test
    void withoutAFailureNothingChanges() {
        var both = BASELINES.and(Judgement.none());
        assertEquals(BASELINES, both);
        assertEquals("Takes noise away.", both.before("Takes noise away."));
    }

    @Test
    void aNameIsSaidOnce() {
        assertEquals(List.of("median"), FILTERS.and(FILTERS).unbeaten());
    }
}
