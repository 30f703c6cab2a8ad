package dev.hourglass.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_FROM;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCRATCHPAD;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_TO;
import static org.bytedeco.dnnl.global.dnnl.dnnl_f32;
import static org.bytedeco.dnnl.global.dnnl.dnnl_format_tag_any;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_create_with_strides;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_create_with_tag;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_equal;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_get_size;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_set_scratchpad_mode;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_desc_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_reorder_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_scratchpad_mode_user;

import dev.hourglass.loops.Kernel;
import dev.hourglass.loops.Place;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.bytedeco.dnnl.dnnl_engine;
import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.javacpp.Pointer;

/** Makes oneDNN's objects for one replay, and gives them back. */
final class NativeOps implements AutoCloseable {

    /** A call of oneDNN that describes a primitive; returns its status. */
    interface Description {
        int create(dnnl_primitive_desc into, dnnl_engine engine, dnnl_primitive_attr attributes);
    }

    private final dnnl_engine engine;
    private final Streams streams;
    private final Scratch scratch;
    private final List<Runnable> destructors = new ArrayList<>();

    NativeOps(dnnl_engine engine, Streams streams, Scratch scratch) {
        this.engine = engine;
        this.streams = streams;
        this.scratch = scratch;
    }

    /** A layout by the distance between neighbours along each axis. */
    dnnl_memory_desc strided(long[] extents, long... strides) {
        var layout = new dnnl_memory_desc();
        Status.check(
                dnnl_memory_desc_create_with_strides(layout, extents.length, extents, dnnl_f32, strides),
                "layout of " + Arrays.toString(extents));
        return own(layout);
    }

    /** A layout by oneDNN's name for it. */
    dnnl_memory_desc tagged(long[] extents, int tag) {
        var layout = new dnnl_memory_desc();
        Status.check(dnnl_memory_desc_create_with_tag(layout, extents.length, extents, dnnl_f32, tag),
                "layout of " + Arrays.toString(extents));
        return own(layout);
    }

    /** A layout that oneDNN is to choose. */
    dnnl_memory_desc any(long... extents) {
        return tagged(extents, dnnl_format_tag_any);
    }

    private dnnl_memory_desc own(dnnl_memory_desc layout) {
        destructors.add(() -> dnnl_memory_desc_destroy(layout));
        return layout;
    }

    static boolean equal(dnnl_memory_desc a, dnnl_memory_desc b) {
        return dnnl_memory_desc_equal(a, b) != 0;
    }

    /** Elements that a layout takes, padding included. */
    static int elements(dnnl_memory_desc layout) {
        return Math.toIntExact(dnnl_memory_desc_get_size(layout) / Float.BYTES);
    }

    /** A primitive. */
    Primitive primitive(String what, PostOps after, Description description) {
        return primitive(what, after, attributes -> describe(what, description, attributes));
    }

    /** A primitive by the implementation that suits convolutions of few channels best. */
    Primitive convolution(String what, PostOps after, Description description) {
        return primitive(what, after, attributes -> Implementations
                .preferDirect(() -> describe(what, description, attributes)));
    }

    private dnnl_primitive_desc describe(String what, Description description,
            dnnl_primitive_attr attributes) {
        var described = new dnnl_primitive_desc();
        Status.check(description.create(described, engine, attributes), what);
        destructors.add(() -> dnnl_primitive_desc_destroy(described));
        return described;
    }

    private Primitive primitive(String what, PostOps after,
            Function<dnnl_primitive_attr, dnnl_primitive_desc> description) {
        var attributes = new dnnl_primitive_attr();
        Status.check(dnnl_primitive_attr_create(attributes), "dnnl_primitive_attr_create");
        dnnl_primitive_desc described;
        try {
            Status.check(dnnl_primitive_attr_set_scratchpad_mode(attributes, dnnl_scratchpad_mode_user),
                    "dnnl_primitive_attr_set_scratchpad_mode");
            after.addTo(attributes);
            described = description.apply(attributes);
        } finally {
            dnnl_primitive_attr_destroy(attributes);
        }
        var primitive = new dnnl_primitive();
        Status.check(dnnl_primitive_create(primitive, described), what);
        destructors.add(() -> dnnl_primitive_destroy(primitive));
        return new Primitive(primitive, described);
    }

    /** The primitive over its arguments, run by one lane. */
    Kernel kernel(int lane, Primitive primitive, Argument... arguments) {
        boolean needsScratch = primitive.scratchBytes() > 0;
        int count = arguments.length + (needsScratch ? 1 : 0);
        var bound = new dnnl_exec_arg_t(count);
        destructors.add(bound::close);
        for (int i = 0; i < arguments.length; i++) {
            var argument = arguments[i];
            bound.position(i).arg(argument.index())
                    .memory(memory(argument.layout(), argument.place().address()));
        }
        if (needsScratch) {
            var place = scratch.shared(lane, primitive.scratchBytes());
            bound.position(arguments.length).arg(DNNL_ARG_SCRATCHPAD)
                    .memory(memory(primitive.scratchLayout(), place.address()));
        }
        bound.position(0);
        return new NativeKernel(primitive.primitive(), count, bound, streams);
    }

    private dnnl_memory memory(dnnl_memory_desc layout, long address) {
        var memory = new dnnl_memory();
        try (var at = new Address(address)) {
            Status.check(dnnl_memory_create(memory, layout, engine, at), "dnnl_memory_create");
        }
        destructors.add(() -> dnnl_memory_destroy(memory));
        return memory;
    }

    /** Copies values from one layout to another. */
    Kernel reorder(int lane, dnnl_memory_desc from, Place source, dnnl_memory_desc to, Place destination) {
        var primitive = primitive("reorder", PostOps.none(), (into, on,
                attributes) -> dnnl_reorder_primitive_desc_create(into, from, on, to, on, attributes));
        return kernel(lane, primitive, new Argument(DNNL_ARG_FROM, from, source),
                new Argument(DNNL_ARG_TO, to, destination));
    }

    @Override
    public void close() {
        destructors.reversed().forEach(Runnable::run);
        destructors.clear();
    }

    /** An address that oneDNN is told, not memory of JavaCPP's. */
    private static final class Address extends Pointer {
        Address(long value) {
            address = value;
        }
    }
}
