package dev.hourglass.bench;

import dev.hourglass.bench.ScalingPoint.Axis;
import dev.hourglass.bench.Work.Task;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The denoiser's training step as it grows: batch 1 to 4096, side 28 to 512, 8 to 256 channels, 1 to all
 * processors. Only one of them is varied at a time; larger images come in smaller batches. Each point has
 * processes of its own.
 */
final class ScalingBenchmark {
    private static final int BATCH = 128;

    private final List<Entrant> ours;
    private final BenchSettings settings;
    private final Path scratch;
    private final BenchProgress progress;

    private record Point(Axis axis, Size size, int threads) {
    }

    ScalingBenchmark(List<Entrant> ours, BenchSettings settings, Path scratch, BenchProgress progress) {
        this.ours = List.copyOf(ours);
        this.settings = settings;
        this.scratch = scratch;
        this.progress = progress;
    }

    List<ScalingPoint> run() {
        var results = new ArrayList<ScalingPoint>();
        for (Point point : points()) {
            results.addAll(measure(point));
        }
        return results;
    }

    private List<Point> points() {
        int threads = settings.threads().stream().max(Integer::compare).orElse(1);
        var points = new ArrayList<Point>();
        for (int batch : sizes(1, 8, 32, 128, 512, 1024, 4096)) {
            points.add(new Point(Axis.BATCH, Size.of(batch), threads));
        }
        for (int side : sizes(28, 56, 112, 224, 512)) {
            int batch = Math.max(1, BATCH * Size.SIDE * Size.SIDE / (side * side));
            points.add(new Point(Axis.SIDE, new Size(batch, side, Size.CHANNELS), threads));
        }
        for (int channels : sizes(8, 16, 32, 64, 128, 256)) {
            points.add(new Point(Axis.CHANNELS, new Size(BATCH / 4, Size.SIDE, channels), threads));
        }
        IntStream.rangeClosed(1, Runtime.getRuntime().availableProcessors())
                .filter(each -> Integer.bitCount(each) == 1
                        || each == Runtime.getRuntime().availableProcessors())
                .forEach(each -> points.add(new Point(Axis.THREADS, Size.of(BATCH), each)));
        return points;
    }

    /** All of them, or where it must be quick the smallest and one of the middle. */
    private int[] sizes(int... all) {
        return settings.effort() == BenchSettings.Effort.FULL ? all : new int[] {all[0], all[2]};
    }

    private List<ScalingPoint> measure(Point point) {
        var work = new Work(TutorialModel.DENOISE, Task.TRAIN, point.size(), point.threads());
        progress.say(work.toString());
        Path folder = scratch.resolve("scaling");
        SharedData.of(work.model(), work.size()).write(folder);
        var remotes = new ArrayList<Remote>();
        try {
            var opened = new ArrayList<Reply>();
            for (Entrant entrant : ours) {
                var remote = Remote.start(entrant, point.threads(), scratch.resolve("scaling.log"));
                remotes.add(remote);
                opened.add(remote.open(work, folder));
            }
            var turns = settings.effort().scalingTurns();
            turns.warmUp(remotes);
            var measured = turns.take(remotes);
            var results = new ArrayList<ScalingPoint>();
            for (int i = 0; i < remotes.size(); i++) {
                results.add(new ScalingPoint(point.axis(), remotes.get(i).entrant().id(), work,
                        measured.get(i).clock(), opened.get(i).flops(), opened.get(i).planned(),
                        remotes.get(i).peak().orElse(0)));
            }
            return results;
        } finally {
            remotes.forEach(Remote::close);
        }
    }
}
