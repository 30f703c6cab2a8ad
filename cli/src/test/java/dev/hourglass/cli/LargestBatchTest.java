package dev.hourglass.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hourglass.models.AutoencoderProgram;
import dev.hourglass.models.Tutorial;
import dev.hourglass.plan.Program;
import dev.hourglass.plan.Shape;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

class LargestBatchTest {
    private final IntFunction<Program> programs = batch -> AutoencoderProgram
            .inference(Tutorial.compression(Shape.of(8, 8, 1), 4), batch);

    @Test
    void isTheLastThatFits() {
        long memory = 10_000_000;
        int most = LargestBatch.of(programs, memory);
        assertTrue(programs.apply(most).plan().bytes() <= memory);
        assertTrue(programs.apply(most + 1).plan().bytes() > memory);
    }

    @Test
    void isNoneWhereNotEvenOneRowFits() {
        assertEquals(0, LargestBatch.of(programs, 1000));
    }
}
