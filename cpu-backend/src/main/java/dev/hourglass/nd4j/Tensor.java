package dev.hourglass.nd4j;

import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.cpu.nativecpu.bindings.Nd4jCpu;

/**
 * Memory that belongs to somebody else, seen as an ND4J array.
 *
 * @param data  where it begins
 * @param shape ND4J's description of extents and strides; ND4J keeps one per distinct shape for the process
 */
record Tensor(Pointer data, LongPointer shape) {
    private static final int FLOAT = 5;
    private static final int INT = 9;

    /** A pointer that owns nothing. */
    private static final class Address extends Pointer {
        Address(long value) {
            super((Pointer) null);
            address = value;
        }
    }

    /** Floats that lie row-major. */
    static Tensor of(Natives natives, long address, int... extents) {
        return new Tensor(new Address(address), dense(natives, FLOAT, extents));
    }

    static Tensor ofInts(Natives natives, long address, int... extents) {
        return new Tensor(new Address(address), dense(natives, INT, extents));
    }

    /** Our filters (K, kh, kw, C) in the order that ND4J's transposed convolution wants: (kh, kw, C, K). */
    static Tensor filterLast(Natives natives, long address, int k, int kh, int kw, int c) {
        long row = (long) kw * c;
        return new Tensor(new Address(address), info(natives, FLOAT, new long[] {kh, kw, c, k},
                new long[] {row, c, 1, kh * row}, 0));
    }

    private static LongPointer dense(Natives natives, int type, int... extents) {
        var shape = new long[extents.length];
        var strides = new long[extents.length];
        long step = 1;
        for (int i = extents.length - 1; i >= 0; i--) {
            shape[i] = extents[i];
            strides[i] = step;
            step *= extents[i];
        }
        return info(natives, type, shape, strides, 1);
    }

    private static LongPointer info(Natives natives, int type, long[] shape, long[] strides,
            long elementStep) {
        Nd4jCpu ops = natives.ops();
        var buffer = ops.shapeBuffer(shape.length, shape, strides, type, 'c', elementStep, false);
        return new LongPointer(ops.getConstantShapeBufferPrimary(buffer));
    }
}
