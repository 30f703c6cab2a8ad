package dev.hourglass.models.compress;

import dev.hourglass.data.DataException;
import dev.hourglass.data.Dataset;
import dev.hourglass.models.Inference;
import dev.hourglass.models.TrainedModel;
import dev.hourglass.plan.Shape;
import dev.hourglass.spi.Backend;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/**
 * A trained model as a compressor: rows to short codes and back, any number of rows at once, and to files of
 * a few bits per number. Rows and codes lie one after the other in arrays. For one thread.
 *
 * <pre>
 * var model = CompressorModel.of(data.shape(), 20);
 * var trained = CompressorModel.training(model, 20, 1).fit(data, backend).model();
 * try (var compressor = Compressor.open(trained, backend, 128)) {
 *     float[] codes = compressor.encode(rows, 8);
 *     float[] similar = compressor.decode(codes, 8);
 * }
 * </pre>
 */
public final class Compressor implements AutoCloseable {
    /** The quality at which quantisation adds as much error as the model itself has. */
    private static final double EVEN_QUALITY = 60;
    /** Steps of quality for a tenth of the error. */
    private static final double TENTH = 20;
    /** Quality that adds about a tenth to the model's error. */
    public static final int USUAL_QUALITY = 80;

    private static final int MEASURED_AT_ONCE = 128;

    private final TrainedModel model;
    private final Inference inference;

    private Compressor(TrainedModel model, Inference inference) {
        this.model = model;
        this.inference = inference;
    }

    /**
     * Opens a model on a backend, which stays open.
     *
     * @param batch rows computed at once, at least 1
     */
    public static Compressor open(TrainedModel model, Backend backend, int batch) {
        return new Compressor(model, model.open(backend, batch));
    }

    /**
     * The same model with {@link CodeStatistics} in its file, so that it can write compressed files. A model
     * whose codes are images stays as it is.
     *
     * @param rows that it was trained on
     */
    public static TrainedModel measured(TrainedModel model, Dataset rows, Backend backend) {
        try (var inference = model.open(backend, MEASURED_AT_ONCE)) {
            return inference.code().rank() == 1 ? CodeStatistics.measure(inference, rows).addTo(model)
                    : model;
        }
    }

    /** Shape of a row. */
    public Shape row() {
        return inference.row();
    }

    /** Numbers in a whole code. */
    public int width() {
        return inference.code().elements();
    }

    /** Whether the numbers of a code are in order of worth. */
    public boolean isOrdered() {
        return OrderedCode.isMadeBy(model.architecture());
    }

    /** Rows to whole codes. */
    public float[] encode(float[] rows) {
        return inference.encode(rows);
    }

    /**
     * Rows to codes of the first {@code numbers} numbers.
     *
     * @param numbers from 1 to {@link #width()}; fewer than all only where the model {@link #isOrdered()}
     */
    public float[] encode(float[] rows, int numbers) {
        checkNumbers(numbers);
        return OrderedCode.first(inference.encode(rows), width(), numbers);
    }

    /** Whole codes to rows. */
    public float[] decode(float[] codes) {
        return inference.decode(codes);
    }

    /** Codes of the first {@code numbers} numbers to rows: the others are 0, as they were in training. */
    public float[] decode(float[] codes, int numbers) {
        checkNumbers(numbers);
        return inference.decode(OrderedCode.filled(codes, numbers, width()));
    }

    /** Rows to codes and back. */
    public float[] reconstruct(float[] rows) {
        return inference.reconstruct(rows);
    }

    /** Rows to codes of the first {@code numbers} numbers and back. */
    public float[] reconstruct(float[] rows, int numbers) {
        return decode(encode(rows, numbers), numbers);
    }

    private void checkNumbers(int numbers) {
        OrderedCode.check(model.architecture(), width(), numbers);
    }

    /**
     * How finely a file keeps the codes.
     *
     * @param numbers kept of each code
     * @param quality from 1 to 100: at 60 quantisation adds as much error as the model has by itself, 20 more
     *                add a tenth of that
     */
    public record Rate(int numbers, int quality) {
        public Rate {
            if (quality < 1 || quality > 100) {
                throw new DataException("quality: expected 1 to 100, found " + quality);
            }
        }
    }

    /**
     * A writer of a file with codes.
     *
     * @param out  where to; stays open
     * @param rows that will be written
     * @throws DataException when the model holds no {@link CodeStatistics}
     */
    public CodeWriter writer(OutputStream out, int rows, Rate rate) {
        return writer(out, rows, List.of(), rate);
    }

    /**
     * A writer of a file with codes of rows that have names, which a reader's header gives back.
     *
     * @param out   where to; stays open
     * @param names of the rows that will be written, all different: relative paths with / between folders
     * @throws DataException when the model holds no {@link CodeStatistics}, or a name is no such path
     */
    public CodeWriter writer(OutputStream out, List<String> names, Rate rate) {
        RowNames.check(names, "names");
        return writer(out, names.size(), names, rate);
    }

    private CodeWriter writer(OutputStream out, int rows, List<String> names, Rate rate) {
        checkNumbers(rate.numbers());
        var statistics = CodeStatistics.of(model);
        double added = Math.max(statistics.error(), Float.MIN_NORMAL)
                * Math.pow(10, (EVEN_QUALITY - rate.quality()) / TENTH);
        var header = new CodeHeader(CodeHeader.shortened(model.digest()), row(), rows, rate.numbers(),
                statistics.step(added, width()), names);
        return new CodeWriter(out, header, statistics.coders(rate.numbers(), header.step()));
    }

    /**
     * A reader of a file that {@link #writer} wrote with the same model.
     *
     * @param in   where from; stays open
     * @param name of the file, for messages
     * @throws DataException when it is no such file, or was written with another model
     */
    public CodeReader reader(InputStream in, String name) {
        return new CodeReader(in, name, header -> {
            String found = CodeHeader.shortened(model.digest());
            if (!header.model().equals(found)) {
                throw new DataException(name
                        + ": was compressed with another model: expected the one with digest "
                        + header.model() + ", found " + found + " (" + model.architecture().name() + ")");
            }
            if (!header.row().equals(row()) || header.numbers() > width()) {
                throw new DataException(name + ": expected rows of shape " + row() + " and at most " + width()
                        + " numbers, found " + header.row() + " and " + header.numbers());
            }
            return CodeStatistics.of(model).coders(header.numbers(), header.step());
        });
    }

    @Override
    public void close() {
        inference.close();
    }
}
