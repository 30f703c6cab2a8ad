package dev.hourglass.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Kernels by themselves, each on every backend of ours in turn. */
final class KernelBenchmark {
    private final List<Entrant> ours;
    private final BenchSettings settings;
    private final Path scratch;
    private final BenchProgress progress;

    KernelBenchmark(List<Entrant> ours, BenchSettings settings, Path scratch, BenchProgress progress) {
        this.ours = List.copyOf(ours);
        this.settings = settings;
        this.scratch = scratch;
        this.progress = progress;
    }

    List<KernelResult> run() {
        var results = new ArrayList<KernelResult>();
        for (int threads : settings.threads()) {
            progress.say("kernels, " + threads + (threads == 1 ? " thread" : " threads"));
            var remotes = new ArrayList<Remote>();
            try {
                for (Entrant entrant : ours) {
                    remotes.add(Remote.start(entrant, threads, scratch.resolve("kernels.log")));
                }
                for (Kernel kernel : Kernel.values()) {
                    results.addAll(measure(kernel, threads,
                            kernel == Kernel.STREAM ? List.of(remotes.getFirst()) : remotes));
                }
            } finally {
                remotes.forEach(Remote::close);
            }
        }
        return results;
    }

    private List<KernelResult> measure(Kernel kernel, int threads, List<Remote> remotes) {
        var opened = remotes.stream().map(each -> each.open(kernel, threads)).toList();
        var turns = settings.effort().kernelTurns();
        turns.warmUp(remotes);
        var measured = turns.take(remotes);
        var results = new ArrayList<KernelResult>();
        for (int i = 0; i < remotes.size(); i++) {
            results.add(new KernelResult(kernel, opened.get(i).name(), threads, measured.get(i).clock(),
                    opened.get(i).flops(), kernel == Kernel.STREAM ? StreamContestant.bytes() : 0));
        }
        return results;
    }
}
