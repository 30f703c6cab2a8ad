package dev.hourglass.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hourglass.data.Datasets;
import dev.hourglass.plan.Program;
import dev.hourglass.plan.Shape;
import dev.hourglass.reference.ReferenceProvider;
import dev.hourglass.spi.Backend;
import dev.hourglass.spi.Options;
import dev.hourglass.spi.Session;
import dev.hourglass.train.DivergedException;
import dev.hourglass.train.TrainConfig;
import dev.hourglass.train.Trainer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Where values stop being finite is found op by op, on a GPU as on the reference backend. */
@ExtendWith(NothingLeft.class)
class CudaFaultSearchTest {
    private static final int BATCH = 4;
    private static final Shape ROW = Shape.of(28, 28, 1);

    /** What is said of a training in which one weight of a layer is not a number. */
    private static String said(Backend backend, Program program, int parameter) {
        float[] values = new float[2 * BATCH * ROW.elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = i * 31 % 257 / 257f;
        }
        try (backend; var session = Session.open(program, backend)) {
            session.initialise(3);
            var slot = program.parameters().get(parameter).slot();
            float[] weights = session.read(slot);
            weights[0] = Float.NaN;
            session.write(slot, weights);
            return assertThrows(DivergedException.class,
                    () -> new Trainer(session, TrainConfig.of(1, 9), List.of(), () -> false)
                            .fit(Datasets.of("images", ROW, values), Optional.empty()))
                    .getMessage();
        }
    }

    @Test
    void theOpIsTheOneTheReferenceNames() {
        for (Program program : new Program[] {Digits.denoiser(BATCH), Digits.compressor(BATCH)}) {
            for (int parameter : new int[] {0, 2, 3}) {
                String expected = said(new ReferenceProvider().open(Options.standard()), program, parameter);
                assertTrue(
                        expected.matches(".*in epoch 1, step 1, \\w+ was the first to write .*\\(op \\d+ of "
                                + "\\d+\\).*"),
                        expected);
                assertEquals(expected, said(new CudaProvider().open(Options.standard()), program, parameter));
            }
        }
    }
}
