package dev.hourglass.data;

import static dev.hourglass.data.Faults.file;
import static dev.hourglass.data.Faults.gzip;
import static dev.hourglass.data.Faults.refused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hourglass.plan.Shape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetsTest {
    @TempDir
    Path folder;

    @Test
    void opensByContentsWhateverTheName() throws IOException {
        Path file = folder.resolve("data.bin");
        IdxDataset.write(file, Shape.of(1, 2, 2), new byte[4]);
        assertEquals(Shape.of(2, 2, 1), Datasets.open(file).shape());
        Files.write(file, gzip(Files.readAllBytes(file)));
        assertEquals(Shape.of(2, 2, 1), Datasets.open(file).shape());
        Npy.write(file, NpyArray.of(new float[6], 2, 3));
        assertEquals(Shape.of(3), Datasets.open(file).shape());
        Npz.write(file, Map.of("a", NpyArray.of(new float[6], 2, 3)));
        assertEquals(Shape.of(3), Datasets.open(file).shape());
        Files.writeString(file, "a,b,c\n1,2,3\n");
        assertEquals(Shape.of(3), Datasets.open(file).shape());
        assertEquals(OptionalInt.of(2), Datasets.open(file, OpenOptions.standard().withLabels("b")).label(0));
        PngFile.write(file, new float[12], 2, 2, 3);
        assertEquals(Shape.of(2, 2, 3), Datasets.open(file).shape());
        assertEquals(Shape.of(2, 2, 1),
                Datasets.open(file, OpenOptions.standard().withChannels(Channels.GREY)).shape());
        Files.copy(file, folder.resolve("x.png"));
        assertEquals(Shape.of(2, 2, 3), Datasets.open(folder).shape());
    }

    @Test
    void takesTheArrayAskedFor() {
        Path file = folder.resolve("a.npz");
        Npz.write(file, Map.of("a", NpyArray.of(new float[2], 2, 1), "b", NpyArray.of(new float[4], 2, 2)));
        assertEquals(Shape.of(2), Datasets.open(file, OpenOptions.standard().withArray("b")).shape());
    }

    @Test
    void saysWhatItFound() throws IOException {
        String[][] kinds = {{"%PDF-1.7", "a PDF document"}, {"GIF89a", "a GIF image"},
            {"<HTML>", "an HTML page"},
            {"\0\1\2\3", "binary data of an unknown kind"}, {"PK\5\6", "zip"}};
        for (String[] kind : kinds) {
            Path file = file(folder, "a", kind[0].getBytes(StandardCharsets.ISO_8859_1));
            refused(file, () -> Datasets.open(file), kind[1]);
        }
        Path nested = file(folder, "a", gzip(gzip(new byte[9])));
        refused(nested, () -> Datasets.open(nested), "found gzip data");
        Path nothing = file(folder, "a", gzip(new byte[0]));
        refused(nothing, () -> Datasets.open(nothing), "found nothing");
        Path missing = folder.resolve("none");
        refused(missing, () -> Datasets.open(missing), "no such file");
    }

    @Test
    void wrapsArrays() {
        Dataset floats = Datasets.of("f", Shape.of(2), new float[] {1, 2, 3, 4});
        float[] row = new float[2];
        floats.read(1, row, 0);
        assertArrayEquals(new float[] {3, 4}, row);
        assertEquals(2, Datasets.of("b", Shape.of(1, 1, 1), new byte[2]).size());
        assertThrows(DataException.class, () -> Datasets.of("f", Shape.of(2), new float[3]));
        assertThrows(DataException.class, () -> Datasets.of("f", Shape.of(2), new float[0]));
        DataException nan = assertThrows(DataException.class,
                () -> Datasets.of("mine", Shape.of(2), new float[] {1, 2, 3, Float.NaN}));
        assertEquals("mine: row 1, column 1 (counted from 0): expected a finite number, found NaN",
                nan.getMessage());
    }

    @Test
    void keepsTheFirstRows() {
        Dataset all = Datasets.of("f", Shape.of(1), new float[] {1, 2, 3});
        assertEquals(2, Datasets.first(all, 2).size());
        assertSame(all, Datasets.first(all, 3));
        assertThrows(DataException.class, () -> Datasets.first(all, 0));
    }
}
