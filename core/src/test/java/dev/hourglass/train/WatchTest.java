package dev.hourglass.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hourglass.plan.DType;
import dev.hourglass.plan.MemoryOp;
import dev.hourglass.plan.Mode;
import dev.hourglass.plan.Ports;
import dev.hourglass.plan.Program;
import dev.hourglass.plan.ProgramBuilder;
import dev.hourglass.plan.Role;
import dev.hourglass.plan.Routine;
import dev.hourglass.plan.Shape;
import dev.hourglass.plan.Write;
import dev.hourglass.reference.ReferenceProvider;
import dev.hourglass.spi.Backend;
import dev.hourglass.spi.Options;
import dev.hourglass.spi.Session;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two models side by side, whose answers are given: a row has three values of each, and a weight of each. */
class WatchTest {
    private static final int ROWS = 8;
    private static final int PARTS = 2;
    private static final int WIDTH = 3;
    private static Backend backend;

    @BeforeAll
    static void open() {
        backend = new ReferenceProvider().open(Options.standard());
    }

    @AfterAll
    static void close() {
        backend.close();
    }

    private static Program program() {
        var shape = Shape.of(ROWS, PARTS * WIDTH);
        return ProgramBuilder.build(0, program -> {
            program.port(Ports.INPUT, shape, DType.F32, Role.INPUT);
            program.port(Ports.WEIGHTS, Shape.of(ROWS * PARTS), DType.F32, Role.INPUT);
            var given = program.port("given", shape, DType.F32, Role.INPUT);
            var evaluate = program.routine(Routine.EVALUATE, Mode.INFER);
            evaluate.add(new MemoryOp.Copy(given,
                    program.port(Ports.OUTPUT, shape, DType.F32, Role.RESULT), Write.SET));
            var encode = program.routine(Routine.ENCODE, Mode.INFER);
            encode.add(new MemoryOp.Copy(given,
                    program.port(Ports.CODE, shape, DType.F32, Role.RESULT), Write.SET));
        });
    }

    /** The answer to each row, for each value. */
    private interface Answer {
        float of(int row, int value);
    }

    private static Optional<String> afterTwoEpochs(Answer answer, float[] weights) {
        try (var session = Session.open(program(), backend)) {
            var rows = new float[ROWS * PARTS * WIDTH];
            var given = new float[rows.length];
            for (int i = 0; i < rows.length; i++) {
                rows[i] = i / (PARTS * WIDTH) + 0.1f * (i % 5);
                given[i] = answer.of(i / (PARTS * WIDTH), i % (PARTS * WIDTH));
            }
            session.write(session.program().port(Ports.INPUT), rows);
            session.write(session.program().port("given"), given);
            session.write(session.program().port(Ports.WEIGHTS), weights);
            var watch = new Watch(session, Advice.ROWS);
            assertEquals(Optional.empty(), watch.epoch());
            return watch.epoch();
        }
    }

    private static float[] ones() {
        var weights = new float[ROWS * PARTS];
        Arrays.fill(weights, 1);
        return weights;
    }

    @Test
    void modelsThatAnswerEachRowDifferentlyAreWell() {
        assertEquals(Optional.empty(), afterTwoEpochs((row, _) -> row, ones()));
        assertEquals(Optional.empty(), afterTwoEpochs((row, value) -> value < WIDTH ? row : 4, ones()));
    }

    /** Each answers with something else, and always with the same. */
    @Test
    void modelsThatEachHaveOneAnswerHaveCollapsed() {
        var found = afterTwoEpochs((_, value) -> value, ones());
        assertTrue(
                found.orElse("")
                        .endsWith("(its code is the same for every row); try another seed, or more rows"),
                found.toString());
    }

    /** Rows that are trimmed make the sum of weights another one in each epoch. */
    @Test
    void anEpochBeginsAnew() {
        try (var session = Session.open(program(), backend)) {
            var watch = new Watch(session, Advice.ROWS);
            assertEquals(Optional.empty(), watch.look(new float[] {10, 10}));
            watch.epoch();
            assertEquals(Optional.empty(), watch.look(new float[] {10.5f, 11}));
            assertEquals(Optional.empty(), watch.look(new float[] {20, 20}));
            watch.epoch();
            assertEquals(Optional.empty(), watch.look(new float[] {9, 30}));
            watch.epoch();
            String risen = watch.look(new float[] {400, 30}).orElseThrow();
            assertTrue(risen.contains("; try another seed, or leave out columns"), risen);
        }
    }

    /** The first model varies only over rows that do not count for it, the second not at all. */
    @Test
    void rowsThatDoNotCountForAModelDoNotSpeakForIt() {
        var weights = ones();
        weights[0] = 0;
        weights[PARTS] = 0;
        Answer answer = (row, value) -> value < WIDTH && row < 2 ? row + 3 : 7;
        assertTrue(afterTwoEpochs(answer, weights).isPresent());
        assertEquals(Optional.empty(), afterTwoEpochs(answer, ones()));
    }
}
