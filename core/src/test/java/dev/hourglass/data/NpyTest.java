package dev.hourglass.data;

import static dev.hourglass.data.Faults.file;
import static dev.hourglass.data.Faults.first;
import static dev.hourglass.data.Faults.refused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NpyTest {
    @TempDir
    Path folder;

    private static Path resource(String name) {
        return Path.of("src/test/resources/dev/hourglass/data").resolve(name);
    }

    private static byte[] npy(String header, int values) {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(10 + text.length + values).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}).putShort((short) text.length)
                .put(text);
        return bytes.array();
    }

    private static byte[] npy(String descr, String shape, int values) {
        return npy("{'descr': '" + descr + "', 'fortran_order': False, 'shape': " + shape + ", }", values);
    }

    @ParameterizedTest
    @ValueSource(strings = {"stored.npz", "deflated.npz"})
    void readsEveryTypeByteOrderAndLayoutOfNumPy(String name) {
        Map<String, NpyArray> arrays = Npz.read(resource(name));
        assertEquals(11 * 4 + 4, arrays.size());
        double[] expected = {1, 2, 3, 4, 5, 100};
        arrays.forEach((key, array) -> {
            if (key.startsWith("<") || key.startsWith(">")) {
                boolean truth = array.type() == NpyType.BOOL;
                assertEquals(List.of(2, 3), array.extents(), key);
                assertEquals(key.substring(1, 3), array.type().code());
                assertArrayEquals(truth ? new double[] {1, 1, 1, 1, 1, 1} : expected, array.toDoubles(), key);
                assertEquals(truth ? 1 : 100, array.toFloats()[5], key);
            }
        });
        double[] cube = arrays.get("cube").toDoubles();
        for (int i = 0; i < 24; i++) {
            assertEquals(i, cube[i]);
        }
        assertArrayEquals(new double[] {-1, -2}, arrays.get("negative").toDoubles());
        assertArrayEquals(new float[] {7.5f}, arrays.get("scalar").toFloats());
        assertEquals(0, arrays.get("none").size());
    }

    @Test
    void readsAllThreeVersions() {
        Map<String, NpyArray> arrays = Npz.read(resource("versions.npz"));
        assertEquals(List.of("v1", "v2", "v3"), List.copyOf(arrays.keySet()));
        arrays.forEach(
                (key, array) -> assertArrayEquals(new float[] {1, 2, 3, 4, 5, 100}, array.toFloats(), key));
    }

    @Test
    void readsWhatItWrites() throws IOException {
        Path file = folder.resolve("a.npy");
        Npy.write(file, NpyArray.of(new float[] {1, 2, 3, 4, 5, 6}, 1, 2, 3));
        NpyArray array = Npy.read(file);
        assertEquals(List.of(1, 2, 3), array.extents());
        assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6}, array.toFloats());
        assertEquals(128 + 24, Files.size(file), "NumPy pads its header to a multiple of 64 bytes");

        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put("d", NpyArray.of(new double[] {1.5}, 1));
        arrays.put("i", NpyArray.of(new int[] {-3}));
        arrays.put("b", NpyArray.of(new byte[] {(byte) 255, 0}, 2, 1));
        Path archive = folder.resolve("a.npz");
        Npz.write(archive, arrays);
        Map<String, NpyArray> back = Npz.read(archive);
        assertEquals(arrays.keySet(), back.keySet());
        assertArrayEquals(new double[] {1.5}, back.get("d").toDoubles());
        assertArrayEquals(new double[] {-3}, back.get("i").toDoubles());
        assertEquals(List.of(), back.get("i").extents());
        assertArrayEquals(new double[] {255, 0}, back.get("b").toDoubles());
        Path again = folder.resolve("b.npz");
        Npz.write(again, arrays);
        assertArrayEquals(Files.readAllBytes(archive), Files.readAllBytes(again));
    }

    @Test
    void refusesTruncatedFiles() throws IOException {
        byte[] whole = npy("<f4", "(2, 3)", 24);
        Path data = file(folder, "a.npy", first(whole, whole.length - 4));
        refused(data, () -> Npy.read(data), "f4[2, 3]", "needs 24 bytes", "found 20");
        for (int size : new int[] {7, 9, 40}) {
            Path header = file(folder, "b.npy", first(whole, size));
            refused(header, () -> Npy.read(header), "the npy header", "cut short");
        }
    }

    @Test
    void refusesLyingAndHugeShapes() throws IOException {
        Path large = file(folder, "a.npy", npy("<f8", "(100000, 20000)", 8));
        refused(large, () -> Npy.read(large), "needs 16000000000 bytes", "found 8");
        Path overflow = file(folder, "b.npy", npy("<f8", "(2000000000, 2000000000, 2000000000)", 8));
        refused(overflow, () -> Npy.read(overflow), "more than 2147483647");
        Path wide = file(folder, "c.npy", npy("<f8", "(99999999999999999999,)", 8));
        refused(wide, () -> Npy.read(wide), "extent");
        Path more = file(folder, "d.npy", npy("<f4", "(2,)", 12));
        refused(more, () -> Npy.read(more), "more data follows");
        byte[] longHeader = npy("<f4", "(2,)", 8);
        longHeader[6] = 2;
        longHeader[10] = (byte) 0xff;
        longHeader[11] = (byte) 0xff;
        Path header = file(folder, "e.npy", longHeader);
        refused(header, () -> Npy.read(header), "header of at most");
    }

    @Test
    void refusesWhatIsNotNumbers() throws IOException {
        Path objects = file(folder, "a.npy", npy("|O", "(2,)", 8));
        refused(objects, () -> Npy.read(objects), "Python objects", "never loaded");
        Path strings = file(folder, "b.npy", npy("<U4", "(2,)", 8));
        refused(strings, () -> Npy.read(strings), "f4", "found '<U4'");
        Path complex = file(folder, "c.npy", npy("<c8", "(1,)", 8));
        refused(complex, () -> Npy.read(complex), "found '<c8'");
        Path records = file(folder, "d.npy",
                npy("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (2,), }", 8));
        refused(records, () -> Npy.read(records), "structured");
        Path none = file(folder, "e.npy", npy("{'fortran_order': False, 'shape': (2,), }", 8));
        refused(none, () -> Npy.read(none), "no usable 'descr'");
        byte[] version = npy("<f4", "(2,)", 8);
        version[6] = 9;
        Path later = file(folder, "f.npy", version);
        refused(later, () -> Npy.read(later), "version 1, 2 or 3", "found 9");
        Path text = file(folder, "g.npy", "1,2".getBytes(StandardCharsets.UTF_8));
        refused(text, () -> Npy.read(text), "expected a NumPy array", "found text");
        refused(folder, () -> Npy.read(folder), "found a folder");
    }

    @Test
    void refusesBrokenArchives() throws IOException {
        byte[] whole = Files.readAllBytes(resource("deflated.npz"));
        Path cut = file(folder, "a.npz", first(whole, whole.length / 2));
        refused(cut, () -> Npz.read(cut), "zip");
        Path empty = file(folder, "b.npz", new byte[0]);
        refused(empty, () -> Npz.read(empty), "expected an npz archive", "empty");
        Path text = file(folder, "c.npz", "hello".getBytes(StandardCharsets.UTF_8));
        refused(text, () -> Npz.read(text), "expected an npz archive", "found text");
        Path other = folder.resolve("d.npz");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(other))) {
            zip.putNextEntry(new ZipEntry("readme.txt"));
            zip.write("hello".getBytes(StandardCharsets.UTF_8));
            zip.closeEntry();
        }
        refused(other, () -> Npz.read(other), "readme.txt", "found text");
        Path none = folder.resolve("e.npz");
        new ZipOutputStream(Files.newOutputStream(none)).close();
        refused(none, () -> Npz.read(none), "no arrays");
    }

    @Test
    void refusesDamagedEntries() throws IOException {
        byte[] array = npy("<f4", "(1000,)", 4000);
        Path stored = folder.resolve("a.npz");
        CRC32 sum = new CRC32();
        sum.update(array);
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(stored))) {
            ZipEntry entry = new ZipEntry("X.npy");
            entry.setMethod(ZipEntry.STORED);
            entry.setSize(array.length);
            entry.setCrc(sum.getValue());
            zip.putNextEntry(entry);
            zip.write(array);
        }
        byte[] bytes = Files.readAllBytes(stored);
        bytes[2000] ^= 1;
        Path damaged = file(folder, "b.npz", bytes);
        refused(damaged, () -> Npz.read(damaged), "X.npy", "checksum");
    }

    @Test
    void stopsInflatingABombEntry() throws IOException {
        byte[] bomb = new byte[50_000_000];
        byte[] start = npy("|u1", "(3,)", 3);
        System.arraycopy(start, 0, bomb, 0, start.length);
        Path file = folder.resolve("a.npz");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("X.npy"));
            zip.write(bomb);
        }
        refused(file, () -> Npz.read(file), "X.npy", "more data follows");
        assertTrue(Files.size(file) < 100_000);
    }
}
