package dev.hourglass.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hourglass.data.CsvTable.Header;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Small files that become large: each is refused in one line, by a process with a heap of 64 MB. */
class BombTest {
    private static final int MEGA = 1 << 20;
    private static final int SECONDS = 240;
    @TempDir
    private Path folder;

    /** Opens files; prints what is said of each, or that it was read. Runs in a process of its own. */
    static final class Opener {
        private Opener() {
        }

        public static void main(String[] files) {
            for (String name : files) {
                Path file = Path.of(name);
                try {
                    if (name.endsWith("table.csv.gz")) {
                        var table = CsvTable.open(file, Header.GUESSED);
                        System.out.println("READ " + TableProfile.of(table, Set.of()).columns().size());
                    } else {
                        var data = Datasets.open(file);
                        // An image that is too large is refused before its values are wanted.
                        int width = data.shape().elements();
                        data.read(0, new float[width < MEGA ? width : 0], 0);
                        System.out.println("READ " + data.size());
                    }
                } catch (DataException e) {
                    System.out.println(e.getMessage());
                }
            }
        }
    }

    /** What one member of a gzip file holds, as often as wanted: members may follow each other. */
    private Path gzip(String name, byte[] start, byte[] again, int times) throws IOException {
        Path file = folder.resolve(name);
        byte[] member = Faults.gzip(again);
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(Faults.gzip(start));
            for (int i = 0; i < times; i++) {
                out.write(member);
            }
        }
        return file;
    }

    private static byte[] idxHeader(int images) {
        return ByteBuffer.allocate(16).putInt(0x00000803).putInt(images).putInt(1024).putInt(1024).array();
    }

    private static byte[] npyHeader(String shape) {
        String text = "{'descr': '|u1', 'fortran_order': False, 'shape': (" + shape + "), }";
        text += " ".repeat(117 - text.length()) + "\n";
        return ByteBuffer.allocate(128).order(ByteOrder.LITTLE_ENDIAN)
                .put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}).putShort((short) 118)
                .put(text.getBytes(StandardCharsets.US_ASCII)).array();
    }

    private Path npz(String name, String shape, int megabytes) throws IOException {
        Path file = folder.resolve(name);
        try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("X.npy"));
            zip.write(npyHeader(shape));
            byte[] zeros = new byte[MEGA];
            for (int i = 0; i < megabytes; i++) {
                zip.write(zeros);
            }
        }
        return file;
    }

    /** Many entries of an archive's index with the same bytes, as in Fifield's zip bomb. */
    private Path overlapping() throws IOException {
        byte[] one = Files.readAllBytes(npz("one.npz", "16, 1024, 1024", 16));
        var in = ByteBuffer.wrap(one).order(ByteOrder.LITTLE_ENDIAN);
        int end = one.length - 22;
        int index = in.getInt(end + 16);
        int length = in.getInt(end + 12);
        int entries = 500;
        var out = new ByteArrayOutputStream();
        out.write(one, 0, index);
        for (int i = 0; i < entries; i++) {
            byte[] entry = Arrays.copyOfRange(one, index, index + length);
            entry[46] = (byte) ('A' + i % 26);
            out.write(entry);
        }
        var tail = ByteBuffer.wrap(Arrays.copyOfRange(one, end, one.length)).order(ByteOrder.LITTLE_ENDIAN);
        tail.putShort(8, (short) entries).putShort(10, (short) entries).putInt(12, entries * length);
        out.write(tail.array());
        return Files.write(folder.resolve("overlapping.npz"), out.toByteArray());
    }

    private static void chunk(DataOutputStream out, String type, byte[] content) throws IOException {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        var sum = new CRC32();
        sum.update(name);
        sum.update(content);
        out.writeInt(content.length);
        out.write(name);
        out.write(content);
        out.writeInt((int) sum.getValue());
    }

    private Path png(int side) throws IOException {
        var pixels = new ByteArrayOutputStream();
        try (var deflated = new DeflaterOutputStream(pixels)) {
            byte[] line = new byte[side + 1];
            for (int y = 0; y < side; y++) {
                deflated.write(line);
            }
        }
        Path file = folder.resolve("picture.png");
        try (var out = new DataOutputStream(Files.newOutputStream(file))) {
            out.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10});
            chunk(out, "IHDR", ByteBuffer.allocate(13).putInt(side).putInt(side).put((byte) 8).array());
            chunk(out, "IDAT", pixels.toByteArray());
            chunk(out, "IEND", new byte[0]);
        }
        return file;
    }

    @Test
    void eachIsRefusedInOneLine() throws Exception {
        var bombs = new LinkedHashMap<Path, String>();
        byte[] zeros = new byte[MEGA];
        bombs.put(gzip("truthful-images-idx3-ubyte.gz", idxHeader(2000), zeros, 2000), "decompression bomb");
        bombs.put(gzip("larger-images-idx3-ubyte.gz", idxHeader(200), zeros, 200), "more than Java's heap");
        bombs.put(gzip("lying-images-idx3-ubyte.gz", idxHeader(1 << 30), zeros, 1), "found at most");
        bombs.put(gzip("array.npy.gz", npyHeader("2000, 1024, 1024"), zeros, 2000), "decompression bomb");
        bombs.put(npz("truthful.npz", "300, 1024, 1024", 300), "decompression bomb");
        bombs.put(npz("lying.npz", "2147483647, 1", 1), "needs 2147483647 bytes");
        bombs.put(npz("huge.npz", "2147483647, 2147483647", 1), "more than 2147483647 elements");
        bombs.put(overlapping(), "lie over each other");
        byte[] text = "1,2,3\n".repeat(MEGA / 6).getBytes(StandardCharsets.US_ASCII);
        bombs.put(gzip("table.csv.gz", text, text, 300), "decompression bomb");
        byte[] cells = "1,".repeat(MEGA / 2).getBytes(StandardCharsets.US_ASCII);
        bombs.put(gzip("line.csv.gz", cells, cells, 50), "at most 1048576 columns");
        bombs.put(png(20_000), "too large for Java's heap");

        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx64m",
                "-XX:+UseSerialGC", "-Djava.awt.headless=true", "-cp", System.getProperty("java.class.path"),
                Opener.class.getName()));
        bombs.keySet().forEach(each -> command.add(each.toString()));
        Path log = folder.resolve("log");
        var process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile())
                .start();
        boolean ended = process.waitFor(SECONDS, TimeUnit.SECONDS);
        process.destroyForcibly();
        var lines = Files.readAllLines(log);
        assertTrue(ended, () -> "hangs after " + lines);
        assertEquals(bombs.size(), lines.size(), lines::toString);
        int i = 0;
        for (Map.Entry<Path, String> bomb : bombs.entrySet()) {
            String said = lines.get(i++);
            assertTrue(said.startsWith(bomb.getKey().toString()) && said.contains(bomb.getValue()), said);
            assertTrue(Files.size(bomb.getKey()) < 4 * MEGA, () -> bomb.getKey() + " is no small file");
        }
        assertEquals(0, process.exitValue());
    }
}
