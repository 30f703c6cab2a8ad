package dev.hourglass.models.compress;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hourglass.data.CsvTable;
import dev.hourglass.data.CsvTable.Header;
import dev.hourglass.data.DataException;
import dev.hourglass.data.Frame;
import dev.hourglass.data.TableProfile;
import dev.hourglass.data.TableRows;
import dev.hourglass.data.TableSource;
import dev.hourglass.models.Blobs;
import dev.hourglass.models.TrainedModel;
import dev.hourglass.spi.Backends;
import dev.hourglass.spi.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableCompressorTest {
    /** More than are encoded at a time, and no multiple of that. */
    private static final int ROWS = 1100;

    @TempDir
    private Path folder;

    /** One hidden number decides the price, the weight and the kind. */
    private TableSource shop(String name, String header, int rows) throws IOException {
        var text = new StringBuilder(header).append('\n');
        for (int i = 0; i < rows; i++) {
            int hidden = i * 37 % 100;
            String[] cells = {String.valueOf(1000 + 50 * hidden), String.valueOf(0.01 * hidden),
                hidden < 50 ? "small" : "large"};
            for (String column : header.split(",")) {
                text.append(cells[List.of("price", "weight", "kind").indexOf(column)]).append(',');
            }
            text.setCharAt(text.length() - 1, '\n');
        }
        return CsvTable.open(Files.writeString(folder.resolve(name), text), Header.GUESSED);
    }

    @Test
    void rowsComeBackInTheirOwnUnitsFromOneNumberEach() throws IOException {
        var table = shop("train.csv", "price,weight,kind", ROWS);
        var frame = Frame.sample(table, TableProfile.of(table, List.of()), ROWS, 1);
        try (var choice = Backends.open("reference!", Options.standard())) {
            var trained = TableCompressor.fit(frame, new TableCompressor.Settings(1, 30, 1),
                    choice.backend());
            Path file = folder.resolve("model.safetensors");
            trained.save(file);
            try (var compressor = TableCompressor.open(TrainedModel.load(file), choice.backend(), 64)) {
                float[] codes = compressor.encode(table);
                assertEquals(ROWS, codes.length);
                float[] mixed = compressor.encode(shop("other.csv", "kind,weight,price", 30));
                assertArrayEquals(java.util.Arrays.copyOf(codes, 30), mixed, 1e-5f, "columns go by name");
                var rows = compressor.decode(codes);
                int right = 0;
                for (int i = 0; i < ROWS; i++) {
                    int hidden = i * 37 % 100;
                    assertEquals(1000 + 50 * hidden, Double.parseDouble(rows.get(i).get(0)), 1000,
                            "row " + i);
                    right += rows.get(i).get(2).equals(hidden < 50 ? "small" : "large") ? 1 : 0;
                }
                assertTrue(right > 0.95 * ROWS, right + " kinds of " + ROWS);
                assertArrayEquals(compressor.rows().encode(features(trained, frame)), codes, 1e-5f);
                var opened = new AtomicInteger();
                assertArrayEquals(codes, compressor.encode(new TableSource() {
                    @Override
                    public String name() {
                        return table.name();
                    }

                    @Override
                    public List<String> columns() {
                        return table.columns();
                    }

                    @Override
                    public TableRows open() {
                        opened.incrementAndGet();
                        return table.open();
                    }
                }));
                assertEquals(1, opened.get(), "a table is read once");
                var error = assertThrows(DataException.class,
                        () -> compressor.encode(shop("short.csv", "price,weight", 5)));
                assertTrue(error.getMessage().contains("'kind'"), error.getMessage());
            }
        }
    }

    private static float[] features(TrainedModel model, Frame frame) {
        var rows = TableCompressor.encoding(model).encode(frame);
        var values = new float[rows.size() * rows.shape().elements()];
        for (int i = 0; i < rows.size(); i++) {
            rows.read(i, values, i * rows.shape().elements());
        }
        return values;
    }

    @Test
    void aModelOfImagesIsRefused() {
        try (var choice = Backends.open("reference!", Options.standard())) {
            var data = new Blobs(20, 8, 8);
            var trained = CompressorModel.training(CompressorModel.of(data.shape(), 2), 1, 1)
                    .fit(data, choice.backend()).model();
            assertThrows(DataException.class, () -> TableCompressor.open(trained, choice.backend(), 4));
        }
    }
}
