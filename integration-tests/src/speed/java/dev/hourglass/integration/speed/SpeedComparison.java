package dev.hourglass.integration.speed;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Supplier;
import org.bytedeco.pytorch.global.torch.MemoryFormat;

/**
 * Trains the denoiser here and in libtorch, first for equal losses, then against the clock. Arguments: the
 * golden file, the backend's name, thread counts separated by commas, rounds.
 */
public final class SpeedComparison {
    private static final int BATCH = 128;
    private static final int WARM_UP = 8;
    /** Float32 itself stays within 1e-6 of these losses; a wrong step leaves by 1e-4 and more. */
    private static final double TOLERANCE = 2e-5;

    private final Path golden;
    private final String backend;
    private final int rounds;

    private SpeedComparison(Path golden, String backend, int rounds) {
        this.golden = golden;
        this.backend = backend;
        this.rounds = rounds;
    }

    public static void main(String[] arguments) {
        var comparison = new SpeedComparison(Path.of(arguments[0]), arguments[1],
                Integer.parseInt(arguments[3]));
        int[] threadCounts = Arrays.stream(arguments[2].split(",")).mapToInt(Integer::parseInt).toArray();
        print(System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version") + ", "
                + System.getProperty("os.arch") + ", " + Runtime.getRuntime().availableProcessors()
                + " processors");
        print(LibtorchDenoiser.library());
        for (int threads : threadCounts) {
            for (var criterion : Task.Criterion.values()) {
                comparison.checkEqual(criterion, threads);
                comparison.time(new Task(criterion, Task.Noise.GIVEN, BATCH, threads));
            }
            comparison.time(new Task(Task.Criterion.BCE, Task.Noise.DRAWN, BATCH, threads));
        }
    }

    private void checkEqual(Task.Criterion criterion, int threads) {
        var task = new Task(criterion, Task.Noise.GIVEN, 16, threads);
        var data = new TaskData(golden, task.batch());
        checkLosses(data, task, () -> new LibtorchDenoiser(task, data, MemoryFormat.Contiguous));
        checkLosses(data, task, () -> new LibtorchDenoiser(task, data, MemoryFormat.ChannelsLast));
        checkLosses(data, task, () -> new HourglassDenoiser(task, data, backend));
    }

    private static void checkLosses(TaskData data, Task task, Supplier<Contestant> open) {
        try (var contestant = open.get()) {
            int step = 0;
            for (float expected : data.goldenLosses(task.criterion())) {
                contestant.step();
                if (!(Math.abs(contestant.loss() - expected) <= TOLERANCE * expected)) {
                    throw new IllegalStateException(contestant.name() + ": " + task.criterion() + " at step "
                            + step
                            + " is " + contestant.loss() + ", expected " + expected + "; no use timing it");
                }
                step++;
            }
        }
    }

    private void time(Task task) {
        var data = new TaskData(golden, task.batch());
        var format = fasterFormat(task, data);
        try (var ours = new HourglassDenoiser(task, data, backend);
                var peer = new LibtorchDenoiser(task, data, format)) {
            print(task + ": " + ours.name() + " against " + peer.name());
            print("  " + Timing.alternating(ours, peer, WARM_UP, rounds));
        }
    }

    private MemoryFormat fasterFormat(Task task, TaskData data) {
        try (var first = new LibtorchDenoiser(task, data, MemoryFormat.Contiguous);
                var last = new LibtorchDenoiser(task, data, MemoryFormat.ChannelsLast)) {
            var timing = Timing.alternating(first, last, WARM_UP, Math.max(10, rounds / 4));
            print(task + ": " + first.name() + " against " + last.name());
            print("  " + timing);
            return timing.ratio() <= 1 ? MemoryFormat.Contiguous : MemoryFormat.ChannelsLast;
        }
    }

    private static void print(String line) {
        System.out.println(line);
    }
}
