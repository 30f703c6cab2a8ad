package dev.hourglass.nn;

import dev.hourglass.plan.RoutineBuilder;
import dev.hourglass.plan.Slot;

/**
 * A piece of a model. A layer is only data; lowering it appends its ops to a routine. It may be lowered many
 * times: into different routines of one program, where equal paths share their parameters, and for different
 * image sizes.
 */
public interface Layer {

    /**
     * Appends the layer's ops.
     *
     * @param routine where to
     * @param path    the layer's place in the model, such as {@code encoder/0}; names of its parameters begin
     *                with it
     * @param in      a batch, first extent n
     * @return the layer's result, first extent n
     * @throws dev.hourglass.plan.PlanException when the input does not fit; the message names the path and
     *                                          both sides
     */
    Slot lower(RoutineBuilder routine, String path, Slot in);
}
