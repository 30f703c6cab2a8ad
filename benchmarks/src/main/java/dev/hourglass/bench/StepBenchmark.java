package dev.hourglass.bench;

import dev.hourglass.bench.Entrant.Owner;
import dev.hourglass.bench.Work.Task;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Training steps and inference of whole models, everybody in one run. */
final class StepBenchmark {
    private record Job(Task task, int batch) {
    }

    private final int batch;
    /** Training first: the peak of memory that is read after it is training's. */
    private final List<Job> jobs;
    private final List<Entrant> entrants;
    private final BenchSettings settings;
    private final Path scratch;
    private final BenchProgress progress;

    /** @param batch images of a step */
    StepBenchmark(int batch, List<Entrant> entrants, BenchSettings settings, Path scratch,
            BenchProgress progress) {
        this.batch = batch;
        jobs = List.of(new Job(Task.TRAIN, batch), new Job(Task.INFER, batch), new Job(Task.INFER, 1));
        this.entrants = List.copyOf(entrants);
        this.settings = settings;
        this.scratch = scratch;
        this.progress = progress;
    }

    List<StepResult> run() {
        var results = new ArrayList<StepResult>();
        for (TutorialModel model : settings.models()) {
            var size = Size.of(batch);
            var data = SharedData.of(model, size);
            Path folder = scratch.resolve(model.word());
            data.write(folder);
            var expected = jobs.stream().map(job -> Expected.of(
                    new Work(model, job.task(), Size.of(job.batch()),
                            Runtime.getRuntime().availableProcessors()),
                    data)).toList();
            for (int threads : settings.threads()) {
                results.addAll(run(model, threads, folder, expected));
            }
        }
        return results;
    }

    private List<StepResult> run(TutorialModel model, int threads, Path folder, List<Expected> expected) {
        var remotes = new ArrayList<Remote>();
        try {
            for (Entrant entrant : entrants) {
                remotes.add(Remote.start(entrant, threads,
                        scratch.resolve(entrant.id().replace('/', '-') + ".log")));
            }
            var results = new ArrayList<StepResult>();
            for (int i = 0; i < jobs.size(); i++) {
                var work = new Work(model, jobs.get(i).task(), Size.of(jobs.get(i).batch()), threads);
                progress.say(work.toString());
                results.add(measure(work, remotes, folder, expected.get(i)));
            }
            return results;
        } finally {
            remotes.forEach(Remote::close);
        }
    }

    private StepResult measure(Work work, List<Remote> all, Path folder, Expected expected) {
        var remotes = new ArrayList<Remote>();
        var opened = new ArrayList<Reply>();
        var left = new ArrayList<String>();
        for (Remote remote : all) {
            try {
                var reply = remote.open(work, folder);
                if (reply.unsupported().isEmpty()) {
                    expected.check(remote, work);
                    remotes.add(remote);
                    opened.add(reply);
                }
            } catch (BenchException e) {
                if (remote.entrant().owner() == Owner.OURS) {
                    throw e;
                }
                progress.say("left out: " + e.getMessage());
                left.add(e.getMessage());
            }
        }
        var turns = settings.effort().turns(work.size());
        turns.warmUp(remotes);
        return result(work, remotes, opened, turns.take(remotes), left);
    }

    private static StepResult result(Work work, List<Remote> remotes, List<Reply> opened,
            List<Turns.Measured> measured, List<String> left) {
        var entries = new ArrayList<Entry>();
        var ratios = new ArrayList<Ratio>();
        for (int i = 0; i < remotes.size(); i++) {
            var entrant = remotes.get(i).entrant();
            entries.add(
                    new Entry(entrant.id(), entrant.system(), entrant.owner().name(), opened.get(i).name(),
                            measured.get(i).clock(), Series.rounded(measured.get(i).processor()),
                            opened.get(i).planned(), opened.get(i).flops(),
                            remotes.get(i).peak().orElse(0)));
            for (int j = 0; j < remotes.size(); j++) {
                if (i != j && remotes.get(j).entrant().owner() == Owner.OURS) {
                    ratios.add(new Ratio(entrant.id(), remotes.get(j).entrant().id(),
                            Series.ratio(measured.get(i).turns(), measured.get(j).turns())));
                }
            }
        }
        return new StepResult(work, entries, ratios, left);
    }
}
