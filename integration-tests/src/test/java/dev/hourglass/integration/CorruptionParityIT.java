package dev.hourglass.integration;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.hourglass.data.Dataset;
import dev.hourglass.data.SyntheticDigits;
import dev.hourglass.models.AutoencoderProgram;
import dev.hourglass.models.Corruption;
import dev.hourglass.models.Objective;
import dev.hourglass.models.Tutorial;
import dev.hourglass.plan.Ports;
import dev.hourglass.plan.Routine;
import dev.hourglass.spi.Backends;
import dev.hourglass.spi.Options;
import dev.hourglass.spi.Session;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every backend corrupts an image in the same way, also where it draws how much. */
class CorruptionParityIT {
    private static final Dataset DIGITS = SyntheticDigits.of("digits", 5, 0, 32);
    /** Rounding only: one other random number would move a value by hundredths. */
    private static final float BOUND = 5e-6f;

    static Stream<Arguments> cases() {
        return ParityIT.others().flatMap(backend -> Stream
                .of("gaussian:0.4", "gaussian:0.1..0.6", "salt-and-pepper:0.3", "salt-and-pepper:0..1",
                        "masking:0.5", "masking:0.1..0.9", "speckle:0.2..2", "blur:1", "blur:0.3..2",
                        "none/blur:0.5..1+gaussian:0.2/masking:0.25..0.75")
                .map(noise -> Arguments.of(backend, noise)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void corruptsAsTheReferenceDoes(String backend, String noise) {
        assertArrayEquals(corrupted("reference", noise), corrupted(backend, noise), BOUND);
    }

    private static float[] corrupted(String backend, String noise) {
        var model = Tutorial.denoising(DIGITS.shape());
        var program = AutoencoderProgram.training(model, Objective.denoising(Corruption.parse(noise)),
                DIGITS.size(), 3);
        try (var choice = Backends.open(backend + "!", Options.standard());
                var session = Session.open(program, choice.backend())) {
            var input = program.port(Ports.INPUT);
            var values = new float[input.elements()];
            for (int i = 0; i < DIGITS.size(); i++) {
                DIGITS.read(i, values, i * DIGITS.shape().elements());
            }
            session.write(input, values);
            if (program.ports().containsKey(Ports.DRAW)) {
                session.write(program.port(Ports.DRAW), 2);
            }
            session.run(Routine.EVALUATE);
            return session.read(program.port(Ports.CORRUPTED));
        }
    }
}
