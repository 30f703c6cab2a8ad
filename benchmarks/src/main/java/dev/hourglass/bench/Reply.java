package dev.hourglass.bench;

import java.util.List;
import java.util.Objects;

/**
 * A worker's answer, as JSON. Parts that the request did not ask for are empty.
 *
 * @param name        of the contestant, once it has started its work
 * @param planned     bytes it planned to take; 0 where it does not plan
 * @param flops       floating point operations of a step or inference; 0 where it does not count them
 * @param losses      of each training step
 * @param clock       milliseconds by the clock, of each step or inference
 * @param processor   milliseconds of processor time of all of them together, every thread counted
 * @param output      the first image of the last result
 * @param unsupported why it cannot do such work; empty where it can
 * @param failure     what went wrong; empty where nothing did
 */
record Reply(String name, long planned, long flops, List<Double> losses, List<Double> clock, double processor,
        List<Float> output, String unsupported, String failure) {

    Reply {
        name = Objects.requireNonNullElse(name, "");
        losses = losses == null ? List.of() : List.copyOf(losses);
        clock = clock == null ? List.of() : List.copyOf(clock);
        output = output == null ? List.of() : List.copyOf(output);
        unsupported = Objects.requireNonNullElse(unsupported, "");
        failure = Objects.requireNonNullElse(failure, "");
    }

    static Reply opened(String name, long planned, long flops) {
        return new Reply(name, planned, flops, List.of(), List.of(), 0, List.of(), "", "");
    }

    static Reply timed(List<Double> losses, List<Double> clock, double processor) {
        return new Reply("", 0, 0, losses, clock, processor, List.of(), "", "");
    }

    static Reply output(List<Float> values) {
        return new Reply("", 0, 0, List.of(), List.of(), 0, values, "", "");
    }

    static Reply unsupported(String why) {
        return new Reply("", 0, 0, List.of(), List.of(), 0, List.of(), why, "");
    }

    static Reply failed(String why) {
        return new Reply("", 0, 0, List.of(), List.of(), 0, List.of(), "", why);
    }
}
