package dev.hourglass.data;

import static dev.hourglass.data.Faults.file;
import static dev.hourglass.data.Faults.gzip;
import static dev.hourglass.data.Faults.refused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hourglass.plan.Shape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvDatasetTest {
    @TempDir
    Path folder;

    private Path csv(String text) throws IOException {
        return file(folder, "a.csv", text.getBytes(StandardCharsets.UTF_8));
    }

    private static float[] row(Dataset data, int index) {
        float[] row = new float[data.shape().elements()];
        data.read(index, row, 0);
        return row;
    }

    @ParameterizedTest
    @ValueSource(strings = {"1,2.5,-3e2\n4,5,6\n", "a,b,c\n1,2.5,-3e2\n4,5,6",
        "\ufeffa;b;c\r\n1;2.5;-300\r\n\r\n4;5;6\r\n",
        "1\t2.5\t-300\n4\t5\t6\n\n", "\n\"a,x\",\"b\"\"q\",\"c\nd\"\n\"1\",\" 2.5\" , -300 \n4,5,6\n"})
    void readsTheSameTable(String text) throws IOException {
        Dataset data = CsvDataset.open(csv(text));
        assertEquals(Shape.of(3), data.shape());
        assertEquals(2, data.size());
        assertArrayEquals(new float[] {1, 2.5f, -300}, row(data, 0));
        assertArrayEquals(new float[] {4, 5, 6}, row(data, 1));
        assertEquals(OptionalInt.empty(), data.label(0));
    }

    @Test
    void readsGzipAndManyRows() throws IOException {
        StringBuilder text = new StringBuilder("x,y\n");
        for (int i = 0; i < 5000; i++) {
            text.append(i).append(',').append(-i).append('\n');
        }
        Path file = file(folder, "a.csv.gz", gzip(text.toString().getBytes(StandardCharsets.UTF_8)));
        Dataset data = CsvDataset.open(file, "2");
        assertEquals(5000, data.size());
        assertArrayEquals(new float[] {4321}, row(data, 4321));
        assertEquals(OptionalInt.of(-4999), data.label(4999));
    }

    @Test
    void takesALabelColumnByNameOrNumber() throws IOException {
        Path named = csv("x,Class,y\n1,0,2\n3,1,4\n");
        for (String column : new String[] {"Class", "2"}) {
            Dataset data = CsvDataset.open(named, column);
            assertArrayEquals(new float[] {3, 4}, row(data, 1));
            assertEquals(OptionalInt.of(1), data.label(1));
        }
        refused(named, () -> CsvDataset.open(named, "class"), "label column 'class'", "x, Class, y");
        Path bare = csv("1,2\n");
        refused(bare, () -> CsvDataset.open(bare, "3"), "2 columns without names");
        Path words = csv("x,c\n1,cat\n");
        refused(words, () -> CsvDataset.open(words, "c"), "line 2, column 2 (c)", "'cat'");
        Path half = csv("x,c\n1,0.5\n");
        refused(half, () -> CsvDataset.open(half, "c"), "whole number", "'0.5'");
        Path only = csv("c\n1\n");
        refused(only, () -> CsvDataset.open(only, "c"), "columns beside the labels");
    }

    @Test
    void namesLineAndColumnOfABadCell() throws IOException {
        Path file = csv("a,b\n1,2\n\n3,4x\n");
        refused(file, () -> CsvDataset.open(file), "line 4, column 2 (b)", "found '4x'");
        for (String bad : new String[] {"NaN", "nan", "Infinity", "1e99", "2f", "0x10", "?"}) {
            Path other = csv("1,2\n3," + bad + "\n");
            refused(other, () -> CsvDataset.open(other), "line 2, column 2: ", "finite number",
                    "'" + bad + "'");
        }
        Path empty = csv("1,2\n,4\n");
        refused(empty, () -> CsvDataset.open(empty), "line 2, column 1", "an empty cell");
        Path breaks = csv("\"a\nb\",c\n1,2\n3,\"x\ny\"\n");
        refused(breaks, () -> CsvDataset.open(breaks), "line 4, column 2 (c)", "'x y'");
    }

    @Test
    void namesTheLineOfAnotherNumberOfColumns() throws IOException {
        Path few = csv("1,2\n3\n");
        refused(few, () -> CsvDataset.open(few), "line 2", "expected 2 columns, found 1");
        Path many = csv("1,2\n3,4,5\n");
        refused(many, () -> CsvDataset.open(many), "line 2", "expected 2 columns, found 3");
    }

    @Test
    void refusesWhatIsNoTable() throws IOException {
        Path mixed = csv("1,b\n3,4\n");
        refused(mixed, () -> CsvDataset.open(mixed), "line 1", "names or numbers");
        Path header = csv("a,b\n");
        refused(header, () -> CsvDataset.open(header), "a header and no rows");
        Path blank = csv("\n \n\n");
        refused(blank, () -> CsvDataset.open(blank), "blank lines");
        Path quote = csv("1,\"2\n3,4\n");
        refused(quote, () -> CsvDataset.open(quote), "line 1", "not closed");
        Path endless = csv("1," + "9".repeat(100_000));
        refused(endless, () -> CsvDataset.open(endless), "line 1", "longer than 4096");
        Path page = csv("<html><body>404</body></html>");
        refused(page, () -> CsvDataset.open(page), "found an HTML page");
        Path binary = file(folder, "b.csv", new byte[] {0, 1, 2, 3});
        refused(binary, () -> CsvDataset.open(binary), "expected a table", "binary");
        Path empty = csv("");
        refused(empty, () -> CsvDataset.open(empty), "empty");
        refused(folder, () -> CsvDataset.open(folder), "found a folder");
    }

    @Test
    void refusesTruncatedGzip() throws IOException {
        byte[] whole = gzip("1,2\n".repeat(1000).getBytes(StandardCharsets.UTF_8));
        Path cut = file(folder, "a.csv.gz", Faults.first(whole, whole.length - 9));
        refused(cut, () -> CsvDataset.open(cut), "cut short");
    }
}
