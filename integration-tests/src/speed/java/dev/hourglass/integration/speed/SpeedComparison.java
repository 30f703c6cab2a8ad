package dev.hourglass.integration.speed;

import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * Trains the denoiser here and in libtorch, first for equal losses, then against the clock, each in a process
 * of its own and step by step in turn. Arguments: the golden file, the backend's name, thread counts
 * separated by commas, rounds.
 */
public final class SpeedComparison {
    private static final OperatingSystemMXBean SYSTEM = ManagementFactory.getOperatingSystemMXBean();
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
                + SYSTEM.getArch() + ", " + SYSTEM.getAvailableProcessors() + " processors");
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
        float[] expected = new TaskData(golden, task.batch()).goldenLosses(criterion);
        for (String contestant : new String[] {Worker.LIBTORCH_FIRST, Worker.LIBTORCH_LAST, backend}) {
            try (var remote = new Remote(contestant, task, golden)) {
                for (float loss : expected) {
                    double found = remote.step().loss();
                    if (!(Math.abs(found - loss) <= TOLERANCE * loss)) {
                        throw new IllegalStateException(remote.name() + ", " + task + ": the loss is " + found
                                + ", PyTorch's " + loss + "; no use timing it");
                    }
                }
            }
        }
    }

    private void time(Task task) {
        try (var channelsFirst = new Remote(Worker.LIBTORCH_FIRST, task, golden);
                var channelsLast = new Remote(Worker.LIBTORCH_LAST, task, golden);
                var ours = new Remote(backend, task, golden)) {
            var formats = print(task, channelsFirst, channelsLast, Math.max(10, rounds / 4));
            print(task, ours, formats.ratio() <= 1 ? channelsFirst : channelsLast, rounds);
        }
    }

    private static Timing print(Task task, Remote first, Remote second, int rounds) {
        var timing = Timing.alternating(first, second, WARM_UP, rounds);
        print(task + ": " + first.name() + " : " + second.name());
        print(timing.toString());
        double load = SYSTEM.getSystemLoadAverage();
        if (task.threads() > 1 && load > SYSTEM.getAvailableProcessors() + 0.5) {
            print(String.format(Locale.ROOT,
                    "  the machine is busy (load %.1f): OpenMP's threads wait for each other "
                            + "by spinning, so times with more than one thread mean little",
                    load));
        }
        return timing;
    }

    private static void print(String line) {
        System.out.println(line);
    }
}
