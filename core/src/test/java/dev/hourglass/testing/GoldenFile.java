package dev.hourglass.testing;

import dev.hourglass.plan.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipInputStream;

/**
 * Arrays that another library computed, read from an npz file: float32 and int32 in C order. Apart from the
 * project's own reader on purpose: a golden value must not depend on the code it judges.
 */
public final class GoldenFile {
    private static final Pattern HEADER = Pattern
            .compile("'descr': '(<[fi]4)', 'fortran_order': False, 'shape': \\(([0-9, ]*)\\)");

    private final String file;
    private final Map<String, byte[]> entries;

    private GoldenFile(String file, Map<String, byte[]> entries) {
        this.file = file;
        this.entries = entries;
    }

    /** Reads the whole file. */
    public static GoldenFile read(Path path) {
        try (var in = Files.newInputStream(path)) {
            return new GoldenFile(path.toString(), entries(in));
        } catch (IOException e) {
            throw new UncheckedIOException(path + " cannot be read", e);
        }
    }

    /** Reads a file of core's own tests, such as {@code ops.npz}. */
    public static GoldenFile resource(String name) {
        try (var in = GoldenFile.class.getResourceAsStream("/golden/" + name)) {
            if (in == null) {
                throw new IllegalArgumentException("no golden/" + name + " on the class path");
            }
            return new GoldenFile(name, entries(in));
        } catch (IOException e) {
            throw new UncheckedIOException(name + " cannot be read", e);
        }
    }

    private static Map<String, byte[]> entries(InputStream in) throws IOException {
        var entries = new HashMap<String, byte[]>();
        var zip = new ZipInputStream(in);
        for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
            entries.put(entry.getName().replaceFirst("\\.npy$", ""), zip.readAllBytes());
        }
        return entries;
    }

    public boolean has(String name) {
        return entries.containsKey(name);
    }

    /**
     * The names under a prefix up to the next slash, sorted: {@code children("conv")} gives the cases of
     * conv.
     */
    public Set<String> children(String prefix) {
        String start = prefix + "/";
        return entries.keySet().stream().filter(name -> name.startsWith(start))
                .map(name -> name.substring(start.length()).replaceFirst("/.*", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Entries {@code prefix/0}, {@code prefix/1} and so on, in the order of their numbers. */
    public Map<Integer, float[]> numbered(String prefix) {
        var all = new TreeMap<Integer, float[]>();
        for (String child : children(prefix)) {
            all.put(Integer.valueOf(child), floats(prefix + "/" + child));
        }
        return all;
    }

    public Shape shape(String name) {
        return Shape.of(Arrays.stream(header(name).group(2).split("[, ]+")).filter(each -> !each.isEmpty())
                .mapToInt(Integer::parseInt).toArray());
    }

    public float[] floats(String name) {
        var values = new float[shape(name).elements()];
        data(name, "<f4", values.length).asFloatBuffer().get(values);
        return values;
    }

    public int[] ints(String name) {
        var values = new int[shape(name).elements()];
        data(name, "<i4", values.length).asIntBuffer().get(values);
        return values;
    }

    private ByteBuffer data(String name, String type, int elements) {
        if (!header(name).group(1).equals(type)) {
            throw new IllegalArgumentException(
                    file + ": " + name + " is " + header(name).group(1) + ", not " + type);
        }
        byte[] bytes = entries.get(name);
        int begin = bytes.length - elements * 4;
        return ByteBuffer.wrap(bytes, begin, elements * 4).slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    private Matcher header(String name) {
        byte[] bytes = entries.get(name);
        if (bytes == null) {
            throw new IllegalArgumentException(file + " has no entry " + name);
        }
        var text = new String(bytes, 0, Math.min(bytes.length, 200), StandardCharsets.ISO_8859_1);
        var matcher = HEADER.matcher(text);
        if (!matcher.find()) {
            throw new IllegalArgumentException(
                    file + ": " + name + " is not a little-endian float32 or int32 array");
        }
        return matcher;
    }
}
