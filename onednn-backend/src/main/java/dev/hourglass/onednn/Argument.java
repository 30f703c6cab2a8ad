package dev.hourglass.onednn;

import dev.hourglass.loops.Place;
import org.bytedeco.dnnl.dnnl_memory_desc;

/**
 * An argument of a primitive.
 *
 * @param index  oneDNN's number of it
 * @param layout how the values lie
 * @param place  where they lie
 */
record Argument(int index, dnnl_memory_desc layout, Place place) {
}
