package dev.hourglass.testing;

import dev.hourglass.plan.UpdateOp.Adam;
import dev.hourglass.plan.UpdateOp.ClipScale;
import dev.hourglass.plan.UpdateOp.Decay;
import dev.hourglass.plan.UpdateOp.GradientNorm;
import dev.hourglass.plan.UpdateOp.Momentum;
import dev.hourglass.plan.UpdateOp.Sgd;
import java.util.List;

/** Mistakes in optimizer steps. */
final class UpdateMutants {

    private UpdateMutants() {
    }

    static List<Mutant> all() {
        return List.of(
                Mutant.running("β₂ correction off by one", Adam.class, (op, values, right) -> {
                    float[] before = values.floats(op.params());
                    right.run();
                    float[] after = values.floats(op.params());
                    int step = values.integer(op.control().step());
                    double beta2 = op.settings().beta2();
                    double factor = Math.sqrt((1 - Math.pow(beta2, step + 1)) / (1 - Math.pow(beta2, step)));
                    for (int i = 0; i < after.length; i++) {
                        after[i] = (float) (before[i] + (after[i] - before[i]) * factor);
                    }
                    values.put(op.params(), after);
                }),
                Mutant.rewriting("decay coupled", Adam.class,
                        op -> Rewrite.parts(op, Decay.class, decay -> Decay.COUPLED)),
                Mutant.rewriting("decay decoupled", Adam.class,
                        op -> Rewrite.parts(op, Decay.class, decay -> Decay.DECOUPLED)),
                Mutant.rewriting("momentum never looks ahead", Sgd.class,
                        op -> Rewrite.parts(op, Momentum.class, kind -> Momentum.CLASSIC)),
                Mutant.running("gradient scale ignored", Adam.class, (op, values, right) -> {
                    float scale = values.floats(op.control().scale())[0];
                    values.put(op.control().scale(), 1f);
                    right.run();
                    values.put(op.control().scale(), scale);
                }),
                Mutant.running("norm not rooted", GradientNorm.class, (op, values, right) -> {
                    right.run();
                    float norm = values.floats(op.norm())[0];
                    values.put(op.norm(), norm * norm);
                }),
                Mutant.running("clipping that scales up", ClipScale.class,
                        (op, values, right) -> values.put(op.scale(),
                                op.limit() / (values.floats(op.norm())[0] + 1e-6f))),
                Mutant.running("clipping without its epsilon", ClipScale.class, (op, values, right) -> values
                        .put(op.scale(), Math.min(1, op.limit() / values.floats(op.norm())[0]))));
    }
}
