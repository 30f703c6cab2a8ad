package dev.hourglass.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The npy format: a magic number, a version, and a Python dictionary that describes the bytes after it.
 *
 * @see <a href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">numpy.lib.format</a>
 */
record NpyHeader(NpyType type, ByteOrder byteOrder, NpyArray.Order order, List<Integer> extents) {
    private static final int LONGEST = 1 << 16;
    private static final Pattern DESCR = Pattern
            .compile("['\"]descr['\"]\\s*:\\s*(?:['\"]([^'\"]*)['\"]|(\\[))");
    private static final Pattern ORDER = Pattern.compile("['\"]fortran_order['\"]\\s*:\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("['\"]shape['\"]\\s*:\\s*\\(([0-9L,\\s]*)\\)");

    /** Reads one whole array. */
    static NpyArray read(Input in) {
        NpyHeader header = parse(in);
        long size = 1;
        for (int extent : header.extents) {
            size = Math.multiplyExact(size, extent);
            if (size > Integer.MAX_VALUE) {
                throw in.fail("shape " + header.extents + " has more than 2147483647 elements");
            }
        }
        String what = "an array " + header.type.code() + header.extents;
        byte[] bytes = in.exactly(size * header.type.bytes(), what);
        in.end(what);
        return new NpyArray(header.type, header.extents, header.order,
                ByteBuffer.wrap(bytes).order(header.byteOrder));
    }

    private static NpyHeader parse(Input in) {
        FileKind kind = in.peek();
        if (kind != FileKind.NPY) {
            throw in.fail("expected a NumPy array (npy), found " + kind.words());
        }
        byte[] start = in.exactly(8, "the npy header");
        int version = start[6];
        if (version < 1 || version > 3) {
            throw in.fail("expected npy version 1, 2 or 3, found " + (version & 0xff));
        }
        int width = version == 1 ? 2 : 4;
        byte[] count = in.exactly(width, "the npy header");
        long length = 0;
        for (int i = width - 1; i >= 0; i--) {
            length = length << 8 | count[i] & 0xff;
        }
        if (length > LONGEST) {
            throw in.fail("expected an npy header of at most " + LONGEST + " bytes, found " + length);
        }
        String text = new String(in.exactly(length, "the npy header"), StandardCharsets.UTF_8);
        Matcher descr = find(in, DESCR, text, "descr");
        boolean fortran = find(in, ORDER, text, "fortran_order").group(1).equals("True");
        String shape = find(in, SHAPE, text, "shape").group(1);
        String code = descr.group(1);
        if (code == null) {
            throw in.fail("expected numbers of one type, found records (a structured dtype)");
        }
        if (code.contains("O")) {
            throw in.fail("expected numbers, found Python objects (dtype object), which are never loaded");
        }
        NpyType type = code.isEmpty() ? null : NpyType.of(code.substring(1)).orElse(null);
        if (type == null || "<>|=".indexOf(code.charAt(0)) < 0) {
            throw in.fail("expected one of the dtypes " + NpyType.known() + ", found '" + code + "'");
        }
        ByteOrder bytes = code.charAt(0) == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        return new NpyHeader(type, bytes, fortran ? NpyArray.Order.FORTRAN : NpyArray.Order.C,
                extents(in, shape));
    }

    private static Matcher find(Input in, Pattern pattern, String text, String key) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw in.fail(
                    "the npy header has no usable '" + key + "': " + text.strip().replaceAll("\\s+", " "));
        }
        return matcher;
    }

    private static List<Integer> extents(Input in, String shape) {
        List<Integer> extents = new ArrayList<>();
        for (String part : shape.replace("L", "").split(",")) {
            if (!part.isBlank()) {
                try {
                    extents.add(Integer.parseInt(part.strip()));
                } catch (NumberFormatException _) {
                    throw in.fail(
                            "the npy header has an extent that is not 0 to 2147483647: (" + shape + ")");
                }
            }
        }
        return extents;
    }

    /** The bytes of a version 1 file before the data; the data starts at a multiple of 64. */
    static byte[] bytes(NpyArray array) {
        StringBuilder shape = new StringBuilder();
        array.extents().forEach(e -> shape.append(e).append(", "));
        if (array.extents().size() > 1) {
            shape.setLength(shape.length() - 2);
        }
        boolean oneByte = array.type().bytes() == 1;
        String code = (oneByte ? "|" : "<") + array.type().code();
        String text = "{'descr': '" + code + "', 'fortran_order': False, 'shape': ("
                + shape.toString().strip() + "), }";
        int length = (10 + text.length() + 1 + 63) / 64 * 64 - 10;
        text = text + " ".repeat(length - text.length() - 1) + "\n";
        ByteBuffer header = ByteBuffer.allocate(10 + length).order(ByteOrder.LITTLE_ENDIAN);
        header.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
        header.putShort((short) length).put(text.getBytes(StandardCharsets.US_ASCII));
        return header.array();
    }
}
