package dev.hourglass.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_get_size;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_desc_query_md;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_scratchpad_md;

import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_primitive_desc;

/** A primitive and its description, which tells the layouts that it chose. */
record Primitive(dnnl_primitive primitive, dnnl_primitive_desc description) {

    /** The layout of one of its arguments. */
    dnnl_memory_desc layout(int query) {
        return dnnl_primitive_desc_query_md(description, query, 0);
    }

    dnnl_memory_desc scratchLayout() {
        return layout(dnnl_query_scratchpad_md);
    }

    long scratchBytes() {
        return dnnl_memory_desc_get_size(scratchLayout());
    }
}
