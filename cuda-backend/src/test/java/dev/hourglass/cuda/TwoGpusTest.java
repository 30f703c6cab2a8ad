package dev.hourglass.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hourglass.plan.Program;
import dev.hourglass.plan.Routine;
import dev.hourglass.spi.Backends;
import dev.hourglass.spi.Options;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two GPUs at work in one process, in two threads and in one; in a process of its own, which sees two. */
class TwoGpusTest {
    private static final int BATCH = 2;
    private static final int STEPS = 3;

    @TempDir
    private Path folder;

    /** The fake driver complains of work and memory of one GPU in the context of the other. */
    static final class Work {
        private Work() {
        }

        public static void main(String[] arguments) {
            Program program = Digits.denoiser(BATCH);
            float[] expected = train("cuda!", program);
            var threads = List.of("cuda!", "cuda:1!").stream()
                    .map(each -> CompletableFuture.supplyAsync(() -> train(each, program))).toList();
            threads.forEach(each -> require(Arrays.equals(expected, each.join()), "threads"));
            try (var first = Backends.open("cuda!", Options.standard());
                    var second = Backends.open("cuda:1!", Options.standard());
                    var one = Digits.open(program, first.backend(), BATCH);
                    var other = Digits.open(program, second.backend(), BATCH)) {
                for (int step = 0; step < STEPS; step++) {
                    one.run(Routine.TRAIN_STEP);
                    other.run(Routine.TRAIN_STEP);
                }
                var slot = program.parameters().getFirst().slot();
                require(Arrays.equals(one.read(slot), other.read(slot)), "turns");
                System.out.println(one.device().device() + " and " + other.device().device());
            }
            require(FakeCuda.complaints() == 0 && FakeCuda.allocations() == 0, "the fake driver complains");
        }

        private static float[] train(String backend, Program program) {
            try (var choice = Backends.open(backend, Options.standard())) {
                return Digits.train(program, choice.backend(), BATCH, STEPS);
            }
        }

        private static void require(boolean holds, String what) {
            if (!holds) {
                throw new IllegalStateException(what);
            }
        }
    }

    @Test
    void bothTrainToTheSameBits() throws IOException, InterruptedException {
        var ended = new Processes(folder).with(Map.of("FAKECUDA_DEVICES", "2", LibraryFolders.VARIABLE,
                FakeCuda.folder().toString())).run(Work.class.getName());
        assertEquals(0, ended.code(), ended.error());
        assertEquals("Fake GPU 0 (compute capability 9.0, 2048 MB) and "
                + "Fake GPU 1 (compute capability 9.0, 2048 MB)", ended.output().strip());
    }
}
