package dev.hourglass.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Collection;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** Archives of named NumPy arrays, with stored or deflated entries. */
public final class Npz {
    private static final String SUFFIX = ".npy";
    private static final int MOST_ENTRIES = 1 << 16;

    private Npz() {
    }

    /**
     * Reads every array, in the archive's order.
     *
     * @throws DataException when the archive is broken, cut short, or holds anything but npy entries of known
     *                       types
     */
    public static Map<String, NpyArray> read(Path file) {
        return read(file, names(file));
    }

    /**
     * Names of the arrays, in the archive's order.
     *
     * @throws DataException when it is not an npz archive, or an empty one
     */
    public static List<String> names(Path file) {
        try (ZipFile zip = open(file)) {
            if (zip.size() > MOST_ENTRIES) {
                throw new DataException(
                        file + ": expected at most " + MOST_ENTRIES + " arrays, found " + zip.size());
            }
            List<String> names = zip.stream().map(ZipEntry::getName).filter(n -> !n.endsWith("/"))
                    .map(Npz::plain)
                    .toList();
            if (names.isEmpty()) {
                throw new DataException(file + ": the archive holds no arrays");
            }
            return names;
        } catch (IOException e) {
            throw DataException.reading(file, e);
        }
    }

    static Map<String, NpyArray> read(Path file, Collection<String> names) {
        try (ZipFile zip = open(file)) {
            checkEntries(file, zip);
            Map<String, NpyArray> arrays = new LinkedHashMap<>();
            Enumeration<? extends ZipEntry> entries = zip.entries();
            while (entries.hasMoreElements()) {
                ZipEntry entry = entries.nextElement();
                if (names.contains(plain(entry.getName())) && !entry.isDirectory()) {
                    arrays.put(plain(entry.getName()), read(file, zip, entry));
                }
            }
            return arrays;
        } catch (IOException e) {
            throw DataException.reading(file, e);
        }
    }

    /** Entries that share bytes make a small archive of any size. */
    private static void checkEntries(Path file, ZipFile zip) throws IOException {
        long stored = zip.stream().mapToLong(each -> Math.max(each.getCompressedSize(), 0)).sum();
        if (stored > Files.size(file)) {
            throw new DataException(file + ": the archive's index gives its arrays " + stored
                    + " bytes, the file has " + Files.size(file)
                    + ": they lie over each other, the file is a decompression bomb");
        }
    }

    private static NpyArray read(Path file, ZipFile zip, ZipEntry entry) throws IOException {
        long stored = entry.getCompressedSize();
        if (stored < 0 || stored > Files.size(file)) {
            throw new DataException(file + ": " + entry.getName() + ": the archive's index gives it " + stored
                    + " bytes, the file has " + Files.size(file));
        }
        CRC32 sum = new CRC32();
        try (InputStream raw = zip.getInputStream(entry);
                Input in = Input.entry(file, entry.getName(), new CheckedInputStream(raw, sum), stored)) {
            NpyArray array = NpyHeader.read(in);
            if (sum.getValue() != entry.getCrc()) {
                throw in.fail(
                        "checksum: expected %08x, found %08x; the file is damaged".formatted(entry.getCrc(),
                                sum.getValue()));
            }
            return array;
        }
    }

    private static ZipFile open(Path file) throws IOException {
        Input.checkIsFile(file);
        FileKind kind = FileKind.of(file);
        if (kind != FileKind.ZIP) {
            throw new DataException(file + ": expected an npz archive, found " + kind.words());
        }
        return new ZipFile(file.toFile());
    }

    private static String plain(String entry) {
        return entry.endsWith(SUFFIX) ? entry.substring(0, entry.length() - SUFFIX.length()) : entry;
    }

    /**
     * Writes a deflated archive, atomically. Equal arrays give equal bytes.
     *
     * @throws DataException when it cannot be written
     */
    public static void write(Path file, Map<String, NpyArray> arrays) {
        AtomicFile.write(file, out -> {
            try (ZipOutputStream zip = new ZipOutputStream(out)) {
                for (Map.Entry<String, NpyArray> array : arrays.entrySet()) {
                    ZipEntry entry = new ZipEntry(array.getKey() + SUFFIX);
                    // The format's earliest time; the time of writing would make equal contents differ.
                    entry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0));
                    zip.putNextEntry(entry);
                    Npy.write(zip, array.getValue());
                    zip.closeEntry();
                }
            }
        });
    }
}
