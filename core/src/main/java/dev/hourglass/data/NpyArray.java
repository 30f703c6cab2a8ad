package dev.hourglass.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/**
 * An array of an npy file or an entry of an npz file. Elements are numbered in C order (the last extent runs
 * fastest), however the file keeps them. Reading is safe from several threads.
 */
public final class NpyArray {

    /** Which extent runs fastest in memory. */
    enum Order {
        /** The last. */
        C,
        /** The first. */
        FORTRAN
    }

    private final NpyType type;
    private final List<Integer> extents;
    private final Order order;
    private final ByteBuffer raw;
    private final int size;

    NpyArray(NpyType type, List<Integer> extents, Order order, ByteBuffer raw) {
        this.type = type;
        this.extents = List.copyOf(extents);
        this.order = order;
        this.raw = raw;
        this.size = raw.capacity() / type.bytes();
    }

    /** An F4 array; the product of the extents is the number of values. */
    public static NpyArray of(float[] values, int... extents) {
        NpyArray array = blank(NpyType.F4, values.length, extents);
        array.raw.asFloatBuffer().put(values);
        return array;
    }

    /** An F8 array. */
    public static NpyArray of(double[] values, int... extents) {
        NpyArray array = blank(NpyType.F8, values.length, extents);
        array.raw.asDoubleBuffer().put(values);
        return array;
    }

    /** An I4 array. */
    public static NpyArray of(int[] values, int... extents) {
        NpyArray array = blank(NpyType.I4, values.length, extents);
        array.raw.asIntBuffer().put(values);
        return array;
    }

    /** A U1 array. */
    public static NpyArray of(byte[] values, int... extents) {
        NpyArray array = blank(NpyType.U1, values.length, extents);
        array.raw.duplicate().put(values);
        return array;
    }

    private static NpyArray blank(NpyType type, int count, int[] extents) {
        long product = Arrays.stream(extents).asLongStream().reduce(1, Math::multiplyExact);
        if (product != count || Arrays.stream(extents).anyMatch(e -> e < 0)) {
            throw new IllegalArgumentException(
                    "extents " + Arrays.toString(extents) + " for " + count + " values");
        }
        ByteBuffer raw = ByteBuffer.allocate(Math.multiplyExact(count, type.bytes()))
                .order(ByteOrder.LITTLE_ENDIAN);
        return new NpyArray(type, Arrays.stream(extents).boxed().toList(), Order.C, raw);
    }

    public NpyType type() {
        return type;
    }

    /** The extents, outermost first; empty for a scalar. An extent may be 0. */
    public List<Integer> extents() {
        return extents;
    }

    /** Number of elements. */
    public int size() {
        return size;
    }

    /** All elements in C order, rounded to float. */
    public float[] toFloats() {
        float[] values = new float[size];
        int[] at = places();
        for (int i = 0; i < size; i++) {
            values[i] = (float) value(at == null ? i : at[i]);
        }
        return values;
    }

    /** All elements in C order. Integers beyond 2^53 are rounded. */
    public double[] toDoubles() {
        double[] values = new double[size];
        int[] at = places();
        for (int i = 0; i < size; i++) {
            values[i] = value(at == null ? i : at[i]);
        }
        return values;
    }

    /** The bytes of a U1, I1 or BOOL array in C order. */
    byte[] toBytes() {
        if (order == Order.C) {
            return raw.array();
        }
        byte[] values = new byte[size];
        int[] at = places();
        for (int i = 0; i < size; i++) {
            values[i] = raw.get(at[i]);
        }
        return values;
    }

    /** The raw bytes in C order, with their byte order. */
    ByteBuffer raw() {
        if (order == Order.FORTRAN) {
            throw new IllegalStateException("array in Fortran order");
        }
        return raw;
    }

    private double value(int place) {
        return switch (type) {
            case F2 -> Float.float16ToFloat(raw.getShort(2 * place));
            case F4 -> raw.getFloat(4 * place);
            case F8 -> raw.getDouble(8 * place);
            case U1 -> raw.get(place) & 0xff;
            case U2 -> raw.getShort(2 * place) & 0xffff;
            case U4 -> raw.getInt(4 * place) & 0xffffffffL;
            case I1 -> raw.get(place);
            case I2 -> raw.getShort(2 * place);
            case I4 -> raw.getInt(4 * place);
            case I8 -> raw.getLong(8 * place);
            case BOOL -> raw.get(place) == 0 ? 0 : 1;
        };
    }

    /** For each element in C order the place in the file; null where they are the same. */
    private int[] places() {
        if (order == Order.C || extents.size() < 2) {
            return null;
        }
        int[] places = new int[size];
        int[] index = new int[extents.size()];
        int[] stride = new int[extents.size()];
        int product = 1;
        for (int d = 0; d < stride.length; d++) {
            stride[d] = product;
            product *= extents.get(d);
        }
        int place = 0;
        for (int i = 0; i < size; i++) {
            places[i] = place;
            for (int d = index.length - 1; d >= 0; d--) {
                place += stride[d];
                if (++index[d] < extents.get(d)) {
                    break;
                }
                place -= stride[d] * extents.get(d);
                index[d] = 0;
            }
        }
        return places;
    }

    @Override
    public String toString() {
        return type.code() + extents;
    }
}
