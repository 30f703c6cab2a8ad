package dev.hourglass.testing;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.hourglass.nn.Conv2d;
import dev.hourglass.nn.ConvTranspose2d;
import dev.hourglass.nn.Initialization;
import dev.hourglass.nn.Layer;
import dev.hourglass.nn.Padding;
import dev.hourglass.nn.Weights;
import dev.hourglass.plan.Activation;
import dev.hourglass.plan.DType;
import dev.hourglass.plan.Extent2;
import dev.hourglass.plan.Initializer;
import dev.hourglass.plan.MemoryOp;
import dev.hourglass.plan.Mode;
import dev.hourglass.plan.Parameter;
import dev.hourglass.plan.Program;
import dev.hourglass.plan.ProgramBuilder;
import dev.hourglass.plan.Role;
import dev.hourglass.plan.Routine;
import dev.hourglass.plan.Slot;
import dev.hourglass.plan.Window;
import dev.hourglass.plan.Write;
import dev.hourglass.spi.Backend;
import dev.hourglass.spi.Session;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Layers with Keras' asymmetric "same", forward and backward, against values made with Keras. Each layer is
 * lowered, differentiated and run whole; its input is made a parameter so that it gets a gradient too.
 */
public abstract class GoldenKerasContract {
    private static final GoldenFile FILE = GoldenFile.resource("keras_same.npz");
    /** Entries of the file by the names of the parameters. */
    private static final Map<String, String> ENTRIES = Map.of("in", "in", "layer/filter", "filter",
            "layer/bias", "bias");

    /** A fresh backend; each case closes its own. */
    protected abstract Backend open();

    @TestFactory
    Stream<DynamicTest> same() {
        return Stream.of("conv", "transposed").flatMap(family -> FILE.children(family).stream()
                .map(name -> family + "/" + name).map(name -> dynamicTest(name, () -> {
                    try (Backend backend = open()) {
                        check(backend, name + "/");
                    }
                })));
    }

    private static void check(Backend backend, String prefix) {
        var program = program(prefix);
        try (var session = Session.open(program, backend)) {
            for (Parameter parameter : program.parameters()) {
                session.write(parameter.slot(), FILE.floats(prefix + ENTRIES.get(parameter.name())));
            }
            session.write(program.port("outGradient"), FILE.floats(prefix + "outGradient"));
            session.run(Routine.TRAIN_STEP);
            Golden.compare(prefix + "out", FILE.floats(prefix + "out"), session.read(program.port("out")),
                    Golden.op(backend.arithmetic()));
            for (Parameter parameter : program.parameters()) {
                String entry = prefix + ENTRIES.get(parameter.name()) + "Gradient";
                Golden.compare(entry, FILE.floats(entry), session.read(gradient(program, parameter)),
                        Golden.op(backend.arithmetic()));
            }
        }
    }

    private static Slot gradient(Program program, Parameter parameter) {
        return program.slots().stream().filter(slot -> slot.name().equals("∂" + parameter.name())).findFirst()
                .orElseThrow();
    }

    private static Program program(String prefix) {
        return ProgramBuilder.build(0, builder -> {
            var in = builder.parameter("in", FILE.shape(prefix + "in"), new Initializer.Constant(0),
                    Parameter.Decay.EXEMPT);
            var routine = builder.routine(Routine.TRAIN_STEP, Mode.TRAIN);
            Slot result = layer(prefix).lower(routine, "layer", in);
            var shape = FILE.shape(prefix + "out");
            routine.add(
                    new MemoryOp.Copy(result, builder.port("out", shape, DType.F32, Role.RESULT), Write.SET));
            routine.addAdjoint(result, builder.port("outGradient", shape, DType.F32, Role.INPUT));
        });
    }

    private static Layer layer(String prefix) {
        int[] numbers = FILE.ints(prefix + "window");
        var window = new Window(new Extent2(numbers[0], numbers[1]), new Extent2(numbers[2], numbers[3]),
                Extent2.square(0), Extent2.square(1));
        int channels = FILE.shape(prefix + "out").extent(-1);
        var weights = new Weights(Initialization.ZERO, Weights.Bias.WITH);
        return prefix.startsWith("conv")
                ? new Conv2d(channels, window, Padding.TENSORFLOW_SAME, new Activation.Identity(), weights)
                : new ConvTranspose2d(channels, window, Padding.TENSORFLOW_SAME, new Activation.Identity(),
                        weights);
    }
}
