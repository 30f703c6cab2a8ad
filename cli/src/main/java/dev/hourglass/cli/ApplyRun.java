package dev.hourglass.cli;

import dev.hourglass.cli.RowInput.Group;
import dev.hourglass.cli.table.TableApply;
import dev.hourglass.data.CsvTable.Header;
import dev.hourglass.data.Dataset;
import dev.hourglass.models.Autoencoder;
import dev.hourglass.models.Inference;
import dev.hourglass.models.TrainedModel;
import dev.hourglass.models.Training;
import dev.hourglass.models.compress.OrderedCode;
import dev.hourglass.plan.Shape;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Applies a trained model: what {@code reconstruct}, {@code encode} and {@code decode} do.
 */
public final class ApplyRun {
    private static final long ROOM = 1_000_000;

    /** What for. */
    public enum Purpose {
        RECONSTRUCT, ENCODE, DECODE
    }

    private final ApplyOptions options;
    private final Streams streams;
    private Autoencoder model;
    private Optional<Integer> numbers = Optional.empty();
    private Header header = Header.GUESSED;
    private double squares;
    private long values;

    public ApplyRun(ApplyOptions options, Streams streams) {
        this.options = options;
        this.streams = streams;
    }

    /** Keeps only the first numbers of codes. */
    public ApplyRun keeping(Optional<Integer> count) {
        numbers = count;
        return this;
    }

    /** Says whether a CSV file begins with names, where the model takes tables. */
    public ApplyRun reading(Header kind) {
        header = kind;
        return this;
    }

    /** Returns the exit code. */
    public int run(Purpose purpose) {
        int batch = options.batch();
        var trained = TrainedModel.load(options.model());
        if (TableApply.takes(trained)) {
            return new TableApply(options, header, numbers, streams).run(trained, purpose);
        }
        model = trained.architecture();
        var fit = new ModelFit(trained, options.model());
        var input = model.row().rank() == 3 && purpose != Purpose.DECODE ? RowInput.images(options.in())
                : RowInput.open(options.in());
        for (Group group : input.groups()) {
            fit.imageShape(group.rows(), purpose);
        }
        try (var output = output(input, purpose);
                var choice = options.backend().open(streams);
                var progress = ApplyProgress.of(streams, input.size())) {
            for (Group group : input.groups()) {
                Shape image = fit.imageShape(group.rows(), purpose);
                int atOnce = Math.min(batch, group.places().size());
                try (var inference = trained.open(choice.backend(), atOnce, image)) {
                    apply(inference, group, new Step(purpose, output, progress, atOnce));
                }
            }
            output.finish();
        }
        streams.result(summary(purpose, input.size()));
        return ExitCode.DONE;
    }

    /** What is done with each group of rows. */
    private record Step(Purpose purpose, RowOutput output, ApplyProgress progress, int batch) {
    }

    private void apply(Inference inference, Group group, Step step) {
        int width = inference.code().elements();
        numbers.ifPresent(kept -> OrderedCode.check(model, width, kept));
        for (int from = 0; from < group.places().size(); from += step.batch()) {
            int count = Math.min(step.batch(), group.places().size() - from);
            float[] in = read(group.rows(), from, count, step.purpose());
            float[] out = switch (step.purpose()) {
                case ENCODE -> OrderedCode.first(inference.encode(in), width, numbers.orElse(width));
                case DECODE ->
                    inference.decode(OrderedCode.filled(in, group.rows().shape().elements(), width));
                case RECONSTRUCT -> inference.reconstruct(in);
            };
            Shape row = step.purpose() == Purpose.ENCODE ? numbers.map(Shape::of).orElse(inference.code())
                    : inference.row();
            for (int i = 0; i < count; i++) {
                step.output().accept(group.places().get(from + i), out, i * row.elements(), row);
            }
            if (step.purpose() == Purpose.RECONSTRUCT) {
                compare(in, out);
            }
            step.progress().step(count);
        }
    }

    private static float[] read(Dataset rows, int from, int count, Purpose purpose) {
        int width = rows.shape().elements();
        var values = new float[Math.multiplyExact(count, width)];
        for (int i = 0; i < count; i++) {
            if (purpose == Purpose.DECODE) {
                rows.read(from + i, values, i * width);
            } else {
                Images.read(rows, from + i, values, i * width);
            }
        }
        return values;
    }

    private void compare(float[] in, float[] out) {
        for (int i = 0; i < in.length; i++) {
            double difference = (double) in[i] - out[i];
            squares += difference * difference;
        }
        values += in.length;
    }

    private RowOutput output(RowInput input, Purpose purpose) {
        Path out = options.out();
        var kind = RowOutput.Kind.of(out);
        if (purpose == Purpose.ENCODE) {
            return RowOutput.codes(out, input, ROOM);
        }
        if (kind == RowOutput.Kind.FOLDER) {
            options.checkApart();
        }
        return RowOutput.open(out, input, ROOM);
    }

    private String summary(Purpose purpose, int rows) {
        return "Wrote " + options.out() + ": " + switch (purpose) {
            case RECONSTRUCT ->
                Words.count(rows, "image") + ", MSE " + Words.error(squares / values) + ", PSNR "
                        + Words.decibels(Training.psnr(squares / values)) + " to the input";
            case ENCODE -> "codes of " + Words.count(rows, "image");
            case DECODE -> Words.count(rows, "image") + " decoded";
        };
    }
}
