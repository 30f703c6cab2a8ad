package dev.hourglass.spi;

import dev.hourglass.plan.Initializer;
import dev.hourglass.plan.Parameter;
import dev.hourglass.plan.RandomOp.Distribution;
import dev.hourglass.random.Philox;
import dev.hourglass.random.Streams;
import java.util.Arrays;

/** Draws what a parameter starts from. */
final class InitialValues {
    private InitialValues() {
    }

    /**
     * @param seed  of the run
     * @param index of the parameter within its program; each draws from a stream of its own
     */
    static float[] of(Parameter parameter, long seed, int index) {
        var values = new float[parameter.slot().elements()];
        var philox = new Philox(seed, Streams.INITIALISATION.id(index));
        switch (parameter.initial()) {
            case Initializer.Constant(var value) -> Arrays.fill(values, value);
            case Initializer.Components _ -> {
                // Zero: there are no data here.
            }
            case Initializer.Uniform(var limit) -> {
                philox.fill(new Distribution.Uniform(), 0, values, 0, values.length);
                for (int i = 0; i < values.length; i++) {
                    values[i] = (2 * values[i] - 1) * limit;
                }
            }
            case Initializer.Normal(var deviation) -> {
                philox.fill(new Distribution.Normal(), 0, values, 0, values.length);
                for (int i = 0; i < values.length; i++) {
                    values[i] *= deviation;
                }
            }
        }
        return values;
    }
}
