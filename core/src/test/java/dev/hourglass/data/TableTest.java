package dev.hourglass.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hourglass.data.ColumnProfile.Kind;
import dev.hourglass.data.CsvTable.Header;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableTest {
    @TempDir
    private Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("t.csv"), text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a,b;1,2          | true
            1,2;3,4          | false
            a,b;x,2          | true
            name,town;ann,rome;bob,oslo | true
            ann,rome;bob,rome;cid,oslo  | false
            a,,c;1,2,3       | true
            ,;1,2            | false
            """)
    void theHeaderIsGuessed(String lines, boolean named) throws IOException {
        assertEquals(named, CsvTable.open(file(lines.strip().replace(';', '\n')), Header.GUESSED).isNamed());
    }

    @Test
    void namesAloneAreAHeaderWithoutRows() throws IOException {
        Path names = file("name,town\n");
        for (var header : new Header[] {Header.GUESSED, Header.PRESENT}) {
            var e = assertThrows(DataException.class, () -> CsvTable.open(names, header));
            assertTrue(e.getMessage().contains("holds a header and no rows"), e.getMessage());
        }
        assertFalse(CsvTable.open(names, Header.ABSENT).isNamed());
        assertFalse(CsvTable.open(file("name,5\n"), Header.GUESSED).isNamed());
        assertFalse(CsvTable.open(file("name,NA\n"), Header.GUESSED).isNamed());
    }

    @Test
    void manyColumnsAreNotAllNamed() throws IOException {
        String wide = IntStream.range(0, 3000).mapToObj(i -> "c" + i).collect(Collectors.joining(","));
        var table = CsvTable.open(file(wide + "\n" + "1,".repeat(2999) + "1\n"), Header.GUESSED);
        assertTrue(table.columnsInWords().endsWith("c18, c19 and 2980 more"), table.columnsInWords());
        assertEquals("a, b", CsvTable.open(file("a,b\n1,2\n"), Header.GUESSED).columnsInWords());
        var e = assertThrows(DataException.class, () -> TableProfile.of(table, List.of("none")));
        assertTrue(e.getMessage().length() < 300, e.getMessage());
    }

    @Test
    void theHeaderCanBeSaid() throws IOException {
        Path file = file("1,2\n3,4\n");
        assertEquals(List.of("1", "2"), CsvTable.open(file, Header.PRESENT).columns());
        assertEquals(List.of("column 1", "column 2"), CsvTable.open(file, Header.ABSENT).columns());
        assertEquals(2, TableProfile.of(CsvTable.open(file, Header.ABSENT), List.of()).rows());
    }

    @Test
    void namesAreMadeDifferent() throws IOException {
        assertEquals(List.of("a", "a (2)", "column 3"),
                CsvTable.open(file("a,a,\n1,2,3\n"), Header.PRESENT).columns());
    }

    @Test
    void kindsAreGuessed() throws IOException {
        var text = new StringBuilder("n,slip,word,name,gap,code\n");
        for (int i = 0; i < 2000; i++) {
            text.append(i == 5 ? "NA" : "1e-3").append(',').append(i == 7 ? "oops" : "4").append(",w")
                    .append(i % 3)
                    .append(",name").append(i).append(",null,").append(i % 4).append('\n');
        }
        var table = CsvTable.open(file(text.toString()), Header.GUESSED);
        var columns = TableProfile.of(table, List.of("code")).columns();
        assertEquals(List.of(Kind.NUMBER, Kind.NUMBER, Kind.CATEGORY, Kind.TEXT, Kind.EMPTY, Kind.CATEGORY),
                columns.stream().map(ColumnProfile::kind).toList());
        assertEquals(1, columns.get(0).missing());
        assertEquals("'oops' in line 9", columns.get(1).strange());
        assertEquals(List.of("w0", "w1", "w2"), columns.get(2).categories());
        var e = assertThrows(DataException.class, () -> TableProfile.of(table, List.of("cod")));
        assertTrue(e.getMessage().contains("expected a column 'cod', found n, slip"), e.getMessage());
    }

    @Test
    void namesOfAFewRowsAreNoCategories() throws IOException {
        var text = new StringBuilder("id,kind\n");
        for (int i = 0; i < 40; i++) {
            text.append("tx").append(i).append(",k").append(i % 15).append('\n');
        }
        var columns = TableProfile.of(CsvTable.open(file(text.toString()), Header.GUESSED), List.of())
                .columns();
        assertEquals(List.of(Kind.TEXT, Kind.CATEGORY), columns.stream().map(ColumnProfile::kind).toList());
    }

    @Test
    void aRowOfAnotherLengthIsOneLine() throws IOException {
        var table = CsvTable.open(file("a,b\n1,2\n3\n"), Header.GUESSED);
        var e = assertThrows(DataException.class, () -> TableProfile.of(table, List.of()));
        assertTrue(e.getMessage().endsWith("line 3: expected 2 columns, found 1"), e.getMessage());
    }

    @Test
    void archivesHaveLabelsAndGaps() {
        Path file = folder.resolve("t.npz");
        Npz.write(file, Map.of("X", NpyArray.of(new double[] {1, Double.NaN, 3, 4}, 2, 2), "y",
                NpyArray.of(new int[] {0, 1}, 2)));
        assertTrue(Tables.isTable(file));
        var table = Tables.open(file, Header.GUESSED);
        assertEquals(List.of("x1", "x2", "y"), table.columns());
        assertEquals(Optional.of("y"), table.labels());
        var frame = Frame.sample(table, TableProfile.of(table, List.of()), 10, 1);
        assertEquals("", frame.text(0, 1));
        assertEquals("1", frame.text(1, 2));
        Path images = folder.resolve("i.npy");
        Npy.write(images, NpyArray.of(new byte[8], 2, 2, 2));
        assertFalse(Tables.isTable(images));
    }

    @Test
    void aSampleIsUniformAndKeepsItsRowNumbers() {
        int rows = 500;
        var values = new float[rows];
        for (int i = 0; i < rows; i++) {
            values[i] = i;
        }
        var table = ArrayTable.of("t", 1, values);
        var profile = TableProfile.of(table, List.of());
        var drawn = new int[rows];
        int times = 2000;
        for (int seed = 0; seed < times; seed++) {
            var frame = Frame.sample(table, profile, 50, seed);
            assertEquals(50, frame.size());
            for (int i = 0; i < 50; i++) {
                assertEquals(frame.number(i), (long) frame.cell(i, 0));
                assertTrue(i == 0 || frame.number(i) > frame.number(i - 1));
                drawn[(int) frame.number(i)]++;
            }
        }
        // Each row is drawn Binomial(2000, 0.1) times: 200 with deviation 13.4; 500 draws within 5
        // deviations.
        for (int count : drawn) {
            assertEquals(200, count, 67);
        }
    }
}
