package dev.hourglass.models.compress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hourglass.models.AutoencoderProgram;
import dev.hourglass.nn.Conv2d;
import dev.hourglass.nn.Dense;
import dev.hourglass.nn.Sequential;
import dev.hourglass.plan.Ports;
import dev.hourglass.plan.Shape;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CompressorModelTest {

    static Stream<Shape> rows() {
        return Stream.of(Shape.of(1), Shape.of(5), Shape.of(20), Shape.of(3000), Shape.of(1, 1, 1),
                Shape.of(28, 28, 1), Shape.of(9, 7, 3), Shape.of(1, 500, 1), Shape.of(32, 32, 3),
                Shape.of(65, 70, 3), Shape.of(3, 4000, 1), Shape.of(8, 8, 100), Shape.of(224, 224, 3));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void takesRowsOfAnyShape(Shape row) {
        for (int latent : List.of(1, 20)) {
            var program = AutoencoderProgram.training(CompressorModel.of(row, latent),
                    CompressorModel.objective(), 2, 1);
            assertEquals(row.batch(2), program.port(Ports.OUTPUT).shape());
            assertEquals(Shape.of(2, latent), program.port(Ports.CODE).shape());
            assertTrue(program.trainedValues() < 20_000_000, row + ": " + program.trainedValues());
        }
    }

    private static List<Integer> widths(Shape row, int latent) {
        return ((Sequential) CompressorModel.layers(row, latent).encoder()).layers().stream()
                .filter(Dense.class::isInstance).map(each -> ((Dense) each).units()).toList();
    }

    @Test
    void depthAndWidthFollowFromTheRows() {
        assertEquals(List.of(1024, 512, 256, 20), widths(Shape.of(28, 28, 1), 20));
        assertEquals(List.of(128, 64, 3), widths(Shape.of(21), 3));
        assertEquals(List.of(256, 128, 64, 2), widths(Shape.of(200), 2));
        assertEquals(List.of(1024, 512, 400), widths(Shape.of(32, 32, 3), 400));
        assertEquals(4, ((Sequential) CompressorModel.layers(Shape.of(224, 224, 3), 20).encoder()).layers()
                .stream().filter(Conv2d.class::isInstance).count());
    }
}
