package dev.hourglass.testing;

import dev.hourglass.plan.RandomOp.Distribution;
import dev.hourglass.plan.RandomOp.Noise;
import dev.hourglass.plan.RandomOp.Source;
import java.util.List;

/** Mistakes in drawing random numbers. */
final class NoiseMutants {

    private NoiseMutants() {
    }

    static List<Mutant> all() {
        return List.of(
                Mutant.running("noise that ignores the tick", Noise.class, (op, values, right) -> {
                    int tick = values.integer(op.tick());
                    values.put(op.tick(), 3);
                    right.run();
                    values.put(op.tick(), tick);
                }),
                Mutant.rewriting("noise that ignores the stream", Noise.class,
                        op -> Rewrite.parts(op, Source.class, source -> new Source(source.seed(), 7))),
                Mutant.rewriting("noise from half a seed", Noise.class, op -> Rewrite.parts(op, Source.class,
                        source -> new Source(source.seed() & 0xFFFFFFFFL, source.stream()))),
                Mutant.rewriting("dropout that keeps what it should drop", Noise.class,
                        op -> Rewrite.parts(op, Distribution.class,
                                each -> each instanceof Distribution.Bernoulli(float p, float value)
                                        ? new Distribution.Bernoulli(1 - p, value) : each)));
    }
}
