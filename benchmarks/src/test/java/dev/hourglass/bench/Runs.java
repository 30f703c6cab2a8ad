package dev.hourglass.bench;

import java.util.List;
import java.util.Map;

/** Made-up runs. */
final class Runs {
    private Runs() {
    }

    /** One piece of work, by a backend of ours and by libtorch, in milliseconds. */
    static BenchRun of(double ours, double theirs) {
        var work = new Work(TutorialModel.DENOISE, Work.Task.TRAIN, Size.of(128), 2);
        var step = new StepResult(work,
                List.of(entry("libtorch/channels-last", "libtorch", "PEER", theirs),
                        entry("onednn", "onednn", "OURS", ours)),
                List.of(new Ratio("libtorch/channels-last", "onednn", Series.of(List.of(theirs / ours)))),
                List.of());
        return new BenchRun(BenchRun.FORMAT, "2026-11-27T12:00:00Z", "0123456789ab", "0.1", "FULL", 12.5,
                new Machine("a processor", 2, 1000, "an operating system", "25", 0.1,
                        Map.of("OMP_NUM_THREADS", "2")),
                List.of(step),
                List.of(new KernelResult(Kernel.GEMM_256, "onednn", 2, Series.of(List.of(0.1)), 30_000_000,
                        1_000_000),
                        new KernelResult(Kernel.STREAM, "java", 2, Series.of(List.of(20.0)), 0, 400_000_000)),
                List.of(new ScalingPoint(ScalingPoint.Axis.BATCH, "onednn", work, Series.of(List.of(ours)),
                        1_500_000_000, 50_000_000, 0)),
                List.of(new StartUp("encode one image", "onednn", Series.of(List.of(0.5)))));
    }

    private static Entry entry(String id, String system, String owner, double milliseconds) {
        return new Entry(id, system, owner, id + " 1.0", Series.of(List.of(milliseconds)), 2 * milliseconds,
                0,
                owner.equals("OURS") ? 1_500_000_000 : 0, 0);
    }
}
