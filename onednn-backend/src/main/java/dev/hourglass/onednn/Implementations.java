package dev.hourglass.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_desc_next_impl;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_desc_query;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_impl_info_str;
import static org.bytedeco.dnnl.global.dnnl.dnnl_success;

import java.util.function.Supplier;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * Which of its implementations oneDNN takes for a convolution. By itself it takes the one made of small
 * products of matrices ("brg"), which for the 8 to 128 channels of autoencoders is slower than the direct one
 * ("jit"), most of all for adjoints with a stride. The choice goes by names and not by timing, so that the
 * same machine always computes the same bits.
 */
final class Implementations {
    private static final String PRODUCTS = "brg";
    private static final String DIRECT = "jit:";
    private static final String WIDE = "512";

    private Implementations() {
    }

    /** oneDNN's name for how a primitive is implemented. */
    static String name(dnnl_primitive_desc described) {
        try (var name = new PointerPointer<BytePointer>(1)) {
            Status.check(dnnl_primitive_desc_query(described, dnnl_query_impl_info_str, 0, name),
                    "dnnl_primitive_desc_query");
            return name.get(BytePointer.class, 0).getString();
        }
    }

    static boolean isDirect(dnnl_primitive_desc described) {
        return name(described).startsWith(DIRECT);
    }

    /**
     * The direct implementation of the same vector width as oneDNN's first choice, or that first choice where
     * there is none.
     *
     * @param first describes the primitive anew, as oneDNN chooses
     */
    static dnnl_primitive_desc preferDirect(Supplier<dnnl_primitive_desc> first) {
        var chosen = first.get();
        if (name(chosen).startsWith(PRODUCTS)) {
            boolean wide = name(chosen).contains(WIDE);
            var other = first.get();
            while (dnnl_primitive_desc_next_impl(other) == dnnl_success) {
                if (isDirect(other) && name(other).contains(WIDE) == wide) {
                    return other;
                }
            }
        }
        return chosen;
    }
}
