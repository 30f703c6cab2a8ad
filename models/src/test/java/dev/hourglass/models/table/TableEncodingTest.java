package dev.hourglass.models.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hourglass.data.CsvTable;
import dev.hourglass.data.CsvTable.Header;
import dev.hourglass.data.DataException;
import dev.hourglass.data.Frame;
import dev.hourglass.data.TableProfile;
import dev.hourglass.data.TableSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableEncodingTest {
    @TempDir
    private Path folder;

    private TableSource csv(String text) throws IOException {
        return CsvTable.open(Files.writeString(folder.resolve("t" + text.hashCode() + ".csv"), text),
                Header.GUESSED);
    }

    private static Frame frame(TableSource table) {
        return Frame.sample(table, TableProfile.of(table, List.of()), 1000, 1);
    }

    private static float[] first(TableEncoding encoding, TableSource table) {
        var values = new float[encoding.width()];
        try (var rows = table.open()) {
            assertTrue(rows.next());
            encoding.encoder(table).encode(rows, values, 0);
        }
        return values;
    }

    private static final String MIXED = """
            amount,shop,note,same,none
            0,food,,7,
            10,food,,7,NA
            ,books,,7,
            5,food,,7,?
            """;

    @Test
    void numbersAreScaledCategoriesGetSlotsAndGapsAreMarked() throws IOException {
        var encoding = TableEncoding.fit(frame(csv(MIXED)), Set.of(), Scaling.MIN_MAX);
        assertEquals(
                List.of("amount", "amount is missing", "shop = food", "shop = books",
                        "shop is something else"),
                encoding.features());
        assertArrayEquals(new int[] {0, 0, 1, 1, 1}, encoding.columnOfFeature());
        assertEquals(
                List.of("note: has no values", "same: is the same in all training rows",
                        "none: has no values"),
                encoding.unused());
        var rows = encoding.encode(frame(csv(MIXED)));
        var row = new float[5];
        rows.read(1, row, 0);
        assertArrayEquals(new float[] {1, 0, 1, 0, 0}, row);
        rows.read(2, row, 0);
        assertArrayEquals(new float[] {0.5f, 1, 0, 1, 0}, row);
        assertEquals(List.of("", "books", "", "7", ""), encoding.decode(row, 0));
        assertEquals(List.of("amount", "shop"),
                encoding.used().stream().map(EncodedColumn::name).toList());
    }

    @Test
    void wholeNumbersComeBackWholeAndOthersDoNot() throws IOException {
        var table = csv("pieces,price,big\n1,1.5,123456789\n4,2,-7\n,9,0\n");
        var encoding = TableEncoding.fit(frame(table), Set.of(), Scaling.MIN_MAX);
        var between = new float[] {0.4f, 0, 0.4f, 0.5f};
        var cells = encoding.decode(between, 0);
        assertEquals("2", cells.get(0));
        assertEquals(4.5, Double.parseDouble(cells.get(1)), 1e-5);
        assertTrue(cells.get(2).matches("\\d{8}"), cells.get(2));
        assertEquals("0", encoding.decode(new float[] {-0.4f, 0, 0, 0}, 0).get(0), "not -0");
        assertEquals("NaN", encoding.decode(new float[] {Float.NaN, 0, 0, 0}, 0).get(0));
    }

    @Test
    void filesFromBeforeWholeNumbersWereKnownAreRead() throws IOException {
        var encoding = TableEncoding.fit(frame(csv("a,b\n1,0.5\n3,0.7\n")), Set.of(), Scaling.MIN_MAX);
        String now = TableEncodingJson.write(encoding);
        String before = now.replace(",\"values\":\"WHOLE\"", "").replace(",\"values\":\"REAL\"", "");
        assertTrue(before.length() < now.length() && !before.contains("values"), now);
        var read = TableEncodingJson.read(before, Path.of("old.safetensors"));
        assertEquals("2.0", read.decode(new float[] {0.5f, 0.5f}, 0).get(0));
        assertEquals(encoding.features(), read.features());
    }

    @Test
    void columnsAreFoundByNameAndNewCategoriesHaveASlot() throws IOException {
        var encoding = TableEncoding.fit(frame(csv(MIXED)), Set.of(), Scaling.MIN_MAX);
        assertArrayEquals(new float[] {2, 0, 0, 0, 1}, first(encoding, csv("shop,more,amount\ntoys,1,20\n")));
        assertArrayEquals(new float[] {-1, 0, 0, 0, 1}, first(encoding, csv("amount,shop\n-10,\n")));
        var e = assertThrows(DataException.class, () -> encoding.encoder(csv("amount,store\n1,food\n")));
        assertTrue(e.getMessage().endsWith(
                "expected a column 'shop' as in the training data, found amount, store"), e.getMessage());
    }

    @Test
    void standardScalingHasMeanZeroAndDeviationOne() throws IOException {
        var encoding = TableEncoding.fit(frame(csv("a\n1\n3\n5\n7\n")), Set.of(), Scaling.STANDARD);
        assertEquals((1 - 4) / Math.sqrt(5), first(encoding, csv("a\n1\n"))[0], 1e-6);
    }

    @Test
    void onlyTheGivenRowsAreLearntFrom() throws IOException {
        var all = frame(csv("a,b\n1,x\n2,y\n100,z\n"));
        var encoding = TableEncoding.fit(all.rows(new int[] {0, 1}), Set.of(), Scaling.MIN_MAX);
        assertEquals(List.of("a", "b = x", "b = y", "b is something else"), encoding.features());
        assertEquals(99, first(encoding, csv("a,b\n100,z\n"))[0], 1e-4);
    }

    @Test
    void nothingToLearnFromIsOneLine() throws IOException {
        var e = assertThrows(DataException.class,
                () -> TableEncoding.fit(frame(csv("a,b\n1,x\n1,x\n")), Set.of(), Scaling.MIN_MAX));
        assertTrue(e.getMessage().contains("no column can be used: a: is the same"), e.getMessage());
    }

    @Test
    void survivesJsonAndRefusesNonsense() throws IOException {
        var encoding = TableEncoding.fit(frame(csv(MIXED)), Set.of(), Scaling.MIN_MAX);
        String text = TableEncodingJson.write(encoding);
        Path file = Path.of("m.safetensors");
        assertEquals(encoding, TableEncodingJson.read(text, file));
        for (String bad : List.of(text.replace("\"scale\":10.0", "\"scale\":0.0"),
                text.replace("\"food\",\"books\"", "\"food\",\"food\""), text.replace("MARKED", "x"), "{}",
                "[",
                text.replace("Number", "Other"))) {
            var e = assertThrows(DataException.class, () -> TableEncodingJson.read(bad, file));
            assertTrue(e.getMessage().startsWith("m.safetensors: the model's table encoding cannot be read"),
                    e.getMessage());
            assertEquals(1, e.getMessage().lines().count());
        }
    }

    @Test
    void aChangeInAColumnThatWasAlwaysTheSameIsFound() throws IOException {
        var encoding = TableEncoding.fit(frame(csv(MIXED)), Set.of(), Scaling.MIN_MAX);
        var table = csv("amount,shop,same,none\n1,food,7.0,\n1,food,8,x\n");
        var encoder = encoding.encoder(table);
        var found = new ArrayList<String>();
        try (var rows = table.open()) {
            while (rows.next()) {
                encoder.changes(rows,
                        (column, text) -> found.add(rows.place() + " " + column.name() + " " + text));
            }
        }
        assertEquals(List.of("line 3 same 8", "line 3 none x"), found);
    }
}
