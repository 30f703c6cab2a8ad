package dev.hourglass.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_sgemm;

import dev.hourglass.loops.Kernel;
import dev.hourglass.loops.Lane;
import dev.hourglass.loops.Place;
import org.bytedeco.javacpp.FloatPointer;

/**
 * c = op(a) · op(b), row-major, by oneDNN's plain function for it: for narrow matrices it is faster than a
 * primitive, which first copies a factor into its own layout.
 */
final class SingleProduct implements Kernel {

    /** A factor: where it lies, the length of its rows, whether it is used transposed ('T') or not ('N'). */
    record Factor(Place place, int row, char use) {
    }

    private final int m;
    private final int n;
    private final int k;
    private final Factor a;
    private final Factor b;
    private final FloatPointer aPointer;
    private final FloatPointer bPointer;
    private final FloatPointer cPointer;

    /** @param k terms of each sum */
    SingleProduct(int m, int n, int k, Factor a, Factor b, Place c) {
        this.m = m;
        this.n = n;
        this.k = k;
        this.a = a;
        this.b = b;
        aPointer = new Address(a.place().address());
        bPointer = new Address(b.place().address());
        cPointer = new Address(c.address());
    }

    @Override
    public void run(Lane lane) {
        int status = dnnl_sgemm((byte) a.use(), (byte) b.use(), m, n, k, 1, aPointer, a.row(), bPointer,
                b.row(),
                0, cPointer, n);
        if (status != 0) {
            Status.check(status, "dnnl_sgemm");
        }
    }

    /** An address that oneDNN is told, not memory of JavaCPP's. */
    private static final class Address extends FloatPointer {
        Address(long value) {
            super((org.bytedeco.javacpp.Pointer) null);
            address = value;
        }
    }
}
