package dev.hourglass.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hourglass.bench.BenchSettings.Effort;
import dev.hourglass.bench.Entrant.Owner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StepBenchmarkTest {
    @TempDir
    private Path scratch;

    private final List<String> said = new ArrayList<>();

    @Test
    void timesEverybodyWhoComputesTheSame() {
        var results = run(TutorialModel.COMPRESS, FakeProvider.RIGHT, FakeProvider.TRAINS_ONLY);
        assertEquals(3, results.size());
        var training = results.getFirst();
        assertEquals(List.of("reference", "fake/right", "fake/trains-only"),
                training.entries().stream().map(Entry::id).toList());
        assertEquals("fake right", training.entries().get(1).name());
        assertTrue(training.entries().getFirst().planned() > 0);
        training.entries().forEach(each -> {
            assertTrue(each.clock().count() >= Effort.QUICK.turns(Size.of(4)).least(), each.toString());
            assertTrue(each.clock().best() > 0 && each.clock().best() <= each.clock().median());
        });
        var ratio = training.ratio("fake/right", "reference").orElseThrow();
        assertTrue(ratio.times().median() > 0.1 && ratio.times().median() < 10, ratio.toString());
        assertEquals(List.of("reference", "fake/right"),
                results.get(1).entries().stream().map(Entry::id).toList(), "one of them cannot infer");
        assertEquals(1, results.get(2).work().size().batch());
        assertEquals("compress, training step, batch 4, 1 thread", said.getFirst());
    }

    @Test
    void theDenoiserIsTimedToo() {
        var results = run(TutorialModel.DENOISE, FakeProvider.RIGHT);
        assertEquals(2, results.getFirst().entries().size());
    }

    @Test
    void whoComputesSomethingElseIsNotTimed() {
        leftOut(FakeProvider.WRONG, "fake/wrong", "expected the losses", "no use timing it");
    }

    @Test
    void aFailureIsNamed() {
        leftOut(FakeProvider.BREAKS, "fake/breaks failed", "the kernel is broken");
    }

    @Test
    void aProcessThatDiesIsNamedWithItsLastWords() {
        leftOut(FakeProvider.EXITS, "fake/exits stopped without an answer",
                "segmentation fault, so to speak");
    }

    @Test
    void aFormThatDoesNotExistIsNamed() {
        leftOut("sideways", "no form 'sideways'");
    }

    private void leftOut(String variant, String... reasons) {
        var training = run(TutorialModel.COMPRESS, variant, FakeProvider.RIGHT).getFirst();
        assertEquals(List.of("reference", "fake/right"), training.entries().stream().map(Entry::id).toList());
        assertEquals(1, training.left().size());
        for (String reason : reasons) {
            assertTrue(training.left().getFirst().contains(reason), training.left().toString());
            assertTrue(said.stream().anyMatch(each -> each.startsWith("left out: ") && each.contains(reason)),
                    said.toString());
        }
    }

    @Test
    void oneOfOursThatFailsEndsTheRun() {
        var wrong = new Entrant(FakeProvider.NAME, FakeProvider.WRONG, Owner.OURS,
                java(FakeProvider.NAME + "/" + FakeProvider.WRONG), Map.of());
        var failure = assertThrows(BenchException.class, () -> run(TutorialModel.COMPRESS, List.of(wrong)));
        assertTrue(failure.getMessage().contains("no use timing it"), failure.getMessage());
    }

    private List<StepResult> run(TutorialModel model, String... variants) {
        var entrants = new ArrayList<>(List.of(
                new Entrant("reference", "", Owner.OURS, java("hourglass/reference"), Map.of())));
        Arrays.stream(variants).forEach(each -> entrants.add(new Entrant(FakeProvider.NAME, each, Owner.PEER,
                java(FakeProvider.NAME + "/" + each), Map.of())));
        return run(model, entrants);
    }

    private List<StepResult> run(TutorialModel model, List<Entrant> entrants) {
        var settings = new BenchSettings(List.of(model), List.of(1), List.of(), List.of(), Optional.empty(),
                Set.of(BenchSettings.Part.STEPS),
                Effort.QUICK);
        return new StepBenchmark(4, entrants, settings, scratch, said::add).run();
    }

    private static List<String> java(String contestant) {
        return List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), Worker.class.getName(), contestant);
    }
}
