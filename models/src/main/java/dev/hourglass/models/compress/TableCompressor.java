package dev.hourglass.models.compress;

import dev.hourglass.data.DataException;
import dev.hourglass.data.Frame;
import dev.hourglass.data.TableRows;
import dev.hourglass.data.TableSource;
import dev.hourglass.models.TrainedModel;
import dev.hourglass.models.table.Scaling;
import dev.hourglass.models.table.TableEncoding;
import dev.hourglass.models.table.TableEncodingJson;
import dev.hourglass.spi.Backend;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A compressor for the rows of a table: numbers are scaled by the training rows, categories become a number
 * each, and how that is done is stored with the model. For one thread.
 *
 * <pre>
 * var trained = TableCompressor.fit(frame, new TableCompressor.Settings(5, 50, 1), backend);
 * trained.save(file);
 * try (var compressor = TableCompressor.open(TrainedModel.load(file), backend, 128)) {
 *     float[] codes = compressor.encode(table);
 *     List&lt;List&lt;String&gt;&gt; rows = compressor.decode(codes);
 * }
 * </pre>
 */
public final class TableCompressor implements AutoCloseable {
    /** Note of a model that holds how its table is encoded. */
    public static final String ENCODING = "tableEncoding";

    private static final int AT_ONCE = 512;

    private final Compressor compressor;
    private final TableEncoding encoding;

    private TableCompressor(Compressor compressor, TableEncoding encoding) {
        this.compressor = compressor;
        this.encoding = encoding;
    }

    /** How a compressor is trained. */
    public record Settings(int latent, int epochs, long seed) {
    }

    /**
     * Trains a compressor on all columns of a table that can be used.
     *
     * @param rows to learn from, scales and categories included; no others
     * @throws DataException when no column can be used
     */
    public static TrainedModel fit(Frame rows, Settings settings, Backend backend) {
        return fit(rows, Optional.empty(), settings, backend);
    }

    /**
     * The same, and keeps the best of the epochs and of the principal components that training starts at. A
     * table of a few hundred rows is learnt by heart in some ten epochs.
     *
     * @param watched other rows, to choose by
     */
    public static TrainedModel fit(Frame rows, Frame watched, Settings settings, Backend backend) {
        return fit(rows, Optional.of(watched), settings, backend);
    }

    private static TrainedModel fit(Frame rows, Optional<Frame> watched, Settings settings,
            Backend backend) {
        var encoding = TableEncoding.fit(rows, Set.of(), Scaling.STANDARD);
        var features = encoding.encode(rows);
        var model = CompressorModel.of(features.shape(), settings.latent());
        var training = CompressorModel.training(model, settings.epochs(), settings.seed())
                .batch(Math.min(CompressorModel.BATCH, features.size()));
        watched.map(encoding::encode).ifPresent(training::validation);
        var trained = training.fit(features, backend).model();
        return Compressor.measured(trained, features, backend)
                .withNote(ENCODING, TableEncodingJson.write(encoding));
    }

    /**
     * Opens what {@link #fit} trained.
     *
     * @param batch rows computed at once, at least 1
     * @throws DataException when the model is not one of a table
     */
    public static TableCompressor open(TrainedModel model, Backend backend, int batch) {
        var encoding = encoding(model);
        return new TableCompressor(Compressor.open(model, backend, batch), encoding);
    }

    /**
     * How a model's file says that rows become numbers.
     *
     * @throws DataException when the model is not one of a table
     */
    public static TableEncoding encoding(TrainedModel model) {
        String text = model.notes().get(ENCODING);
        if (text == null) {
            throw new DataException("model " + model.architecture().name()
                    + ": was not trained on a table: it does not say how one is encoded");
        }
        var encoding = TableEncodingJson.read(text, Path.of(model.architecture().name()));
        if (encoding.width() != model.architecture().row().elements()) {
            throw new DataException("model " + model.architecture().name() + ": takes rows of "
                    + model.architecture().row().elements() + " values, its table has " + encoding.width());
        }
        return encoding;
    }

    /** How rows become numbers. */
    public TableEncoding encoding() {
        return encoding;
    }

    /** The compressor of the encoded rows, for shorter codes and files. */
    public Compressor rows() {
        return compressor;
    }

    /**
     * Codes of all rows of a table, its columns found by name. Of the rows no more than some hundred are held
     * at a time.
     *
     * @throws DataException when a column is missing
     */
    public float[] encode(TableSource table) {
        var encoder = encoding.encoder(table);
        var block = new float[AT_ONCE * encoding.width()];
        var codes = new float[block.length];
        int size = 0;
        try (TableRows in = table.open()) {
            while (true) {
                int rows = 0;
                while (rows < AT_ONCE && in.next()) {
                    encoder.encode(in, block, rows++ * encoding.width());
                }
                float[] next = compressor.encode(Arrays.copyOf(block, rows * encoding.width()));
                if (codes.length - size < next.length) {
                    codes = Arrays.copyOf(codes, Math.addExact(size, Math.max(size / 2, next.length)));
                }
                System.arraycopy(next, 0, codes, size, next.length);
                size += next.length;
                if (rows < AT_ONCE) {
                    return Arrays.copyOf(codes, size);
                }
            }
        }
    }

    /**
     * Cells of the encoded columns, a list for each code: numbers in their own units, likeliest categories.
     */
    public List<List<String>> decode(float[] codes) {
        float[] features = compressor.decode(codes);
        var rows = new ArrayList<List<String>>();
        for (int at = 0; at < features.length; at += encoding.width()) {
            rows.add(encoding.decode(features, at));
        }
        return rows;
    }

    @Override
    public void close() {
        compressor.close();
    }
}
