package dev.hourglass.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hourglass.plan.Op;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The contract suite rejects every backend that is wrong. */
class MutantsTest {

    @TestFactory
    Stream<DynamicTest> everyMutantIsRejected() {
        return Mutants.all().stream().map(mutant -> DynamicTest.dynamicTest(mutant.toString(), () -> {
            try (mutant) {
                assertTrue(firstFailure(mutant).isPresent(), "the suite accepts a backend with: " + mutant);
            }
        }));
    }

    private static Optional<String> firstFailure(Mutant mutant) {
        for (OpCase each : OpCases.of(mutant.kind())) {
            try {
                CaseCheck.check(mutant, each);
            } catch (AssertionError e) {
                return Optional.of(e.getMessage());
            }
        }
        return Optional.empty();
    }

    /** What changes from step to step is read in every step. */
    @TestFactory
    Stream<DynamicTest> everyFrozenNumberIsFoundInTraining() {
        var training = TrainingProgram.all().get("denoiser, Adam");
        return Mutants.frozen().stream().map(mutant -> DynamicTest.dynamicTest(mutant.toString(), () -> {
            try (mutant) {
                assertThrows(AssertionError.class, () -> ProgramCheck.checkTraining(mutant, training));
            }
        }));
    }

    /** A mistake in any op is found in each op by itself, not only in one. */
    @TestFactory
    Stream<DynamicTest> resultsThatAreNotWrittenAreFoundInEveryOp() {
        var kinds = new HashSet<Class<? extends Op>>();
        OpCases.all().forEach(each -> kinds.add(each.op().getClass()));
        return kinds.stream().map(kind -> DynamicTest.dynamicTest(kind.getSimpleName(), () -> {
            try (var lazy = Mutant.running("nothing done", kind, (op, values, right) -> {
                // Nothing is done.
            })) {
                assertTrue(firstFailure(lazy).isPresent());
            }
        }));
    }

    @Test
    void namesAreUnique() {
        List<String> names = Mutants.all().stream().map(Mutant::toString).toList();
        assertEquals(names.size(), new HashSet<>(names).size());
    }

    @Test
    void allocationIsFound() {
        var wasteful = Mutant.running("allocates", Op.class, (op, values, right) -> {
            values.floats(op.writes().getFirst());
            right.run();
        });
        try (wasteful) {
            assertThrows(AssertionError.class,
                    () -> AllocationCheck.check(wasteful, OpCases.all().getFirst()));
        }
    }
}
