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
        var failure = assertThrows(BenchException.class,
                () -> run(TutorialModel.COMPRESS, FakeProvider.WRONG));
        assertTrue(
                failure.getMessage().contains("fake/wrong")
                        && failure.getMessage().contains("no use timing it"),
                failure.getMessage());
    }

    @Test
    void aFailureIsNamed() {
        var failure = assertThrows(BenchException.class,
                () -> run(TutorialModel.COMPRESS, FakeProvider.BREAKS));
        assertTrue(failure.getMessage().contains("fake/breaks failed")
                && failure.getMessage().contains("the kernel is broken"), failure.getMessage());
    }

    @Test
    void aProcessThatDiesIsNamedWithItsLastWords() {
        var failure = assertThrows(BenchException.class,
                () -> run(TutorialModel.COMPRESS, FakeProvider.EXITS));
        assertTrue(failure.getMessage().contains("fake/exits stopped without an answer")
                && failure.getMessage().contains("segmentation fault, so to speak"), failure.getMessage());
    }

    @Test
    void aFormThatDoesNotExistIsNamed() {
        var failure = assertThrows(BenchException.class, () -> run(TutorialModel.COMPRESS, "sideways"));
        assertTrue(failure.getMessage().contains("no form 'sideways'"), failure.getMessage());
    }

    private List<StepResult> run(TutorialModel model, String... variants) {
        var entrants = new ArrayList<>(List.of(
                new Entrant("reference", "", Owner.OURS, java("hourglass/reference"), Map.of())));
        Arrays.stream(variants).forEach(each -> entrants.add(new Entrant(FakeProvider.NAME, each, Owner.PEER,
                java(FakeProvider.NAME + "/" + each), Map.of())));
        var settings = new BenchSettings(List.of(model), List.of(1), List.of(), List.of(), Optional.empty(),
                Effort.QUICK);
        return new StepBenchmark(4, entrants, settings, scratch, said::add).run();
    }

    private static List<String> java(String contestant) {
        return List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), Worker.class.getName(), contestant);
    }
}
