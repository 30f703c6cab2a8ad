package dev.hourglass.testing;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.hourglass.plan.DType;
import dev.hourglass.plan.Mode;
import dev.hourglass.plan.ProgramBuilder;
import dev.hourglass.plan.Role;
import dev.hourglass.plan.Routine;
import dev.hourglass.plan.Shape;
import dev.hourglass.plan.Slot;
import dev.hourglass.plan.UpdateOp;
import dev.hourglass.plan.UpdateOp.AdamSettings;
import dev.hourglass.plan.UpdateOp.Decay;
import dev.hourglass.plan.UpdateOp.Momentum;
import dev.hourglass.plan.UpdateOp.SgdSettings;
import dev.hourglass.plan.UpdateOp.StepControl;
import dev.hourglass.spi.Backend;
import dev.hourglass.spi.Session;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Three steps of a backend's optimizers against PyTorch's ({@code src/test/golden/README.md}). */
public abstract class GoldenUpdatesContract {
    private static final GoldenFile FILE = GoldenFile.resource("ops.npz");
    /** Doubles the gradients that are written halved: a backend that forgets the scale cannot pass. */
    private static final float SCALE = 2;

    /** A fresh backend; each case closes its own. */
    protected abstract Backend open();

    @TestFactory
    Stream<DynamicTest> update() {
        return FILE.children("update").stream().map(name -> dynamicTest(name, () -> {
            try (Backend backend = open()) {
                check(backend, name);
            }
        }));
    }

    private static void check(Backend backend, String name) {
        String prefix = "update/" + name + "/";
        var shape = FILE.shape(prefix + "params");
        var program = ProgramBuilder.build(0,
                builder -> builder.routine(Routine.TRAIN_STEP, Mode.TRAIN).add(op(name, builder, shape)));
        try (var session = Session.open(program, backend)) {
            int size = shape.elements();
            float[] grads = FILE.floats(prefix + "grads");
            float[] after = FILE.floats(prefix + "after");
            session.write(program.port("params"), FILE.floats(prefix + "params"));
            session.write(program.port("scale"), SCALE);
            session.write(program.port("rate"), name.startsWith("adam") ? 1e-3f : 0.1f);
            for (int step = 0; step < after.length / size; step++) {
                float[] halves = Arrays.copyOfRange(grads, step * size, (step + 1) * size);
                for (int i = 0; i < size; i++) {
                    halves[i] /= SCALE;
                }
                session.write(program.port("grads"), halves);
                session.write(program.port("step"), step + 1);
                session.run(Routine.TRAIN_STEP);
                Golden.compare(name + " after step " + (step + 1),
                        Arrays.copyOfRange(after, step * size, (step + 1) * size),
                        session.read(program.port("params")), Golden.PARAMETER);
            }
            for (String moment : new String[] {"velocity", "first", "second"}) {
                if (FILE.has(prefix + moment)) {
                    Golden.compare(name + " " + moment, FILE.floats(prefix + moment),
                            session.read(program.port(moment)), Golden.MOMENT);
                }
            }
        }
    }

    private static UpdateOp op(String name, ProgramBuilder builder, Shape shape) {
        Slot params = builder.port("params", shape, DType.F32, Role.STATE);
        Slot grads = builder.port("grads", shape, DType.F32, Role.INPUT);
        var control = new StepControl(builder.port("rate", Shape.of(1), DType.F32, Role.CONTROL),
                builder.port("scale", Shape.of(1), DType.F32, Role.CONTROL),
                builder.port("step", Shape.of(1), DType.I32, Role.CONTROL));
        if (!name.startsWith("adam")) {
            return new UpdateOp.Sgd(sgd(name), params, grads,
                    builder.port("velocity", shape, DType.F32, Role.MOMENT),
                    control);
        }
        return new UpdateOp.Adam(adam(name), params, grads,
                builder.port("first", shape, DType.F32, Role.MOMENT),
                builder.port("second", shape, DType.F32, Role.MOMENT), control);
    }

    private static SgdSettings sgd(String name) {
        return switch (name) {
            case "sgd" -> new SgdSettings(0, Momentum.CLASSIC, 0);
            case "momentum" -> new SgdSettings(0.9f, Momentum.CLASSIC, 0);
            case "nesterov" -> new SgdSettings(0.9f, Momentum.NESTEROV, 0);
            case "momentum-decay" -> new SgdSettings(0.9f, Momentum.CLASSIC, 0.01f);
            default -> throw new IllegalArgumentException("no settings for update " + name);
        };
    }

    private static AdamSettings adam(String name) {
        return switch (name) {
            case "adam" -> new AdamSettings(0.9f, 0.999f, 1e-8f, 0, Decay.DECOUPLED);
            case "adam-coupled" -> new AdamSettings(0.9f, 0.999f, 1e-8f, 0.01f, Decay.COUPLED);
            case "adamw" -> new AdamSettings(0.9f, 0.999f, 1e-8f, 0.1f, Decay.DECOUPLED);
            default -> throw new IllegalArgumentException("no settings for update " + name);
        };
    }
}
