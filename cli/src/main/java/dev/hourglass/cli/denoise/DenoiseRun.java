package dev.hourglass.cli.denoise;

import dev.hourglass.cli.ApplyOptions;
import dev.hourglass.cli.ApplyProgress;
import dev.hourglass.cli.ExitCode;
import dev.hourglass.cli.Images;
import dev.hourglass.cli.RowInput;
import dev.hourglass.cli.RowInput.Group;
import dev.hourglass.cli.RowOutput;
import dev.hourglass.cli.Streams;
import dev.hourglass.cli.Words;
import dev.hourglass.data.DataException;
import dev.hourglass.data.Dataset;
import dev.hourglass.models.TrainedModel;
import dev.hourglass.models.denoise.Denoiser;
import dev.hourglass.plan.PlanException;
import dev.hourglass.plan.Shape;
import java.util.concurrent.atomic.AtomicLong;

/** Takes the noise out of every image of an input. */
final class DenoiseRun {
    private static final long ROOM = 1_000_000;
    /** Values of images that are read at once, where they are small. */
    private static final int VALUES_AT_ONCE = 4_000_000;

    private final ApplyOptions options;
    private final int tile;
    private final Streams streams;

    DenoiseRun(ApplyOptions options, int tile, Streams streams) {
        this.options = options;
        this.tile = tile;
        this.streams = streams;
    }

    /** Returns the exit code. */
    int run() {
        int batch = options.batch();
        var trained = TrainedModel.load(options.model());
        if (trained.notes().getOrDefault("task", "denoise").equals("compress")) {
            streams.say("Note: " + options.model() + " was trained to compress, not to remove noise.");
        }
        options.checkApart();
        var input = RowInput.images(options.in());
        try (var choice = options.backend().open(streams);
                var denoiser = Denoiser.open(trained, choice.backend()).tiles(tile)) {
            input.groups().forEach(group -> check(denoiser, group.rows()));
            try (var output = RowOutput.open(options.out(), input, ROOM);
                    var progress = progress(denoiser, input)) {
                for (Group group : input.groups()) {
                    apply(denoiser, group, batch, (values, offset, place) -> output.accept(place, values,
                            offset, group.rows().shape()), progress);
                }
                output.finish();
            }
        }
        streams.result("Wrote " + options.out() + ": " + Words.count(input.size(), "image") + " denoised");
        return ExitCode.DONE;
    }

    private ApplyProgress progress(Denoiser denoiser, RowInput input) {
        long tiles = input.groups().stream()
                .mapToLong(each -> denoiser.tilesOf(each.rows().shape()) * each.rows().size()).sum();
        return tiles <= input.size() ? ApplyProgress.of(streams, input.size())
                : ApplyProgress.ofTiles(streams, tiles);
    }

    private void check(Denoiser denoiser, Dataset rows) {
        try {
            denoiser.check(rows.shape());
        } catch (PlanException e) {
            throw new DataException(rows.name() + ": " + e.getMessage() + " (" + options.model() + ")", e);
        }
        int channels = rows.shape().extent(-1);
        if (channels != denoiser.trainedOn().extent(-1)) {
            streams.say("Note: the model was trained on "
                    + (denoiser.trainedOn().extent(-1) == 1 ? "grey images; the " + channels + " channels of "
                            + rows.name() + " are denoised each on its own."
                            : "colour; " + rows.name() + " is given to it as grey in all channels."));
        }
    }

    @FunctionalInterface
    private interface Taker {
        void take(float[] values, int offset, int place);
    }

    private void apply(Denoiser denoiser, Group group, int batch, Taker taker, ApplyProgress progress) {
        Dataset rows = group.rows();
        Shape shape = rows.shape();
        var before = new AtomicLong();
        denoiser.listener((done, _) -> progress.step(done - before.getAndSet(done)));
        int atOnce = Math.clamp(VALUES_AT_ONCE / shape.elements(), 1, batch);
        for (int from = 0; from < rows.size(); from += atOnce) {
            int count = Math.min(atOnce, rows.size() - from);
            var noisy = new float[Math.multiplyExact(count, shape.elements())];
            for (int i = 0; i < count; i++) {
                Images.read(rows, from + i, noisy, i * shape.elements());
            }
            before.set(0);
            float[] clean = denoiser.denoise(noisy, shape);
            for (int i = 0; i < count; i++) {
                taker.take(clean, i * shape.elements(), group.places().get(from + i));
            }
        }
    }
}
