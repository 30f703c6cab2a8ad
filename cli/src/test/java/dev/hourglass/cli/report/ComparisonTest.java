package dev.hourglass.cli.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hourglass.cli.report.Comparison.Better;
import dev.hourglass.report.Finding;
import dev.hourglass.report.Table;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final Comparison MSE = Comparison.of("MSE", Better.LOWER, "%.3f");

    @Test
    void saysThatTheModelBeatsThemAll() {
        var comparison = MSE.model("this model", 0.1, "").baseline("PCA", 0.2, "").baseline("mean", 0.3, "");
        assertTrue(comparison.beatsAll());
        assertEquals(List
                .of(Finding.good("The model beats each of the 2 baselines: its MSE is 0.100, that of PCA, "
                        + "the best of them, 0.200.")),
                comparison.findings());
    }

    @Test
    void saysWhomTheModelDoesNotBeat() {
        var comparison = MSE.model("this model", 0.25, "").baseline("PCA", 0.2, "").baseline("mean", 0.3, "");
        assertFalse(comparison.beatsAll());
        assertEquals(List.of("PCA"), comparison.unbeatenNames());
        assertEquals(List
                .of(Finding.bad("The model does not beat PCA: its MSE is 0.250, that of PCA 0.200 (lower is "
                        + "better).")),
                comparison.findings());
    }

    @Test
    void aDrawIsNoWin() {
        assertFalse(MSE.model("m", 0.2, "").baseline("PCA", 0.2, "").beatsAll());
    }

    @Test
    void higherCanBeBetter() {
        var auroc = Comparison.of("AUROC", Better.HIGHER, "%.2f").model("m", 0.9, "").baseline("forest", 0.8,
                "");
        assertTrue(auroc.beatsAll());
        assertEquals(Table.Best.HIGHEST, auroc.table("").columns().get(1).best());
        assertFalse(auroc.baseline("PCA", 0.95, "").beatsAll());
    }

    @Test
    void aModelWithoutANumberBeatsNobody() {
        var comparison = MSE.model("m", Double.NaN, "").baseline("mean", 0.3, "");
        assertFalse(comparison.beatsAll());
        assertTrue(comparison.findings().getFirst().text().contains("its MSE is not a number"));
    }

    @Test
    void whatWasNotMeasuredSaysNothing() {
        var comparison = MSE.model("m", 0.1, "").baseline("PCA", Double.NaN, "");
        assertTrue(comparison.beatsAll());
        assertTrue(comparison.findings().isEmpty());
        assertEquals(2, comparison.table("").rows().size());
        assertTrue(MSE.findings().isEmpty());
        assertFalse(MSE.beatsAll());
    }
}
