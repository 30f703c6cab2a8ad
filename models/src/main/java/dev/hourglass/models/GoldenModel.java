package dev.hourglass.models;

import dev.hourglass.data.DataException;
import dev.hourglass.data.Dataset;
import dev.hourglass.plan.ImageExtent;
import dev.hourglass.plan.PlanException;
import dev.hourglass.plan.Ports;
import dev.hourglass.plan.Shape;
import dev.hourglass.spi.Backend;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Golden answers of models that encode and decode: codes, rows of whole passes, and rows of golden codes. */
final class GoldenModel {
    /** Sides of inputs at most, where a model takes images of any size: a file should not be all golden. */
    private static final int SIDE = 64;
    private static final String DECODED = "output (decoded from the golden code)";

    private GoldenModel() {
    }

    static Golden record(TrainedModel model, Dataset rows, Backend backend) {
        Shape shape = shape(model.architecture());
        float[] input = Golden.rows(new Middle(rows, shape));
        var golden = Golden.inputs(shape, input);
        try (var inference = Inference.openUnchecked(model, shape, backend, golden.size())) {
            float[] code = inference.encode(input);
            return golden.with(Golden.CODE, inference.code(), code)
                    .with(Golden.OUTPUT, shape, inference.reconstruct(input));
        }
    }

    private static Shape shape(Autoencoder model) {
        if (model.sizes().isFixed()) {
            return model.row();
        }
        var image = ImageExtent.of(model.row());
        return Shape.of(Math.min(image.h(), SIDE), Math.min(image.w(), SIDE), image.c());
    }

    /** @throws DataException when the model does not take the inputs, or answers with rows of other shapes */
    static void checkFit(Path file, Autoencoder model, Golden golden) {
        try {
            var program = AutoencoderProgram.inference(model.forRow(golden.row()), 1);
            checkShape(file, Golden.CODE, program.port(Ports.CODE).shape().row(), golden);
            checkShape(file, Golden.OUTPUT, golden.row(), golden);
        } catch (PlanException e) {
            throw new DataException(file + ": golden inputs: " + e.getMessage(), e);
        }
    }

    private static void checkShape(Path file, String name, Shape expected, Golden golden) {
        if (!golden.has(name) || !golden.row(name).equals(expected)) {
            throw new DataException(file + ": golden " + name + ": expected rows of shape " + expected
                    + ", found " + (golden.has(name) ? golden.row(name) : "none"));
        }
    }

    /** Sends the inputs through a model again. */
    static List<Golden.Difference> check(Golden golden, Inference inference, Backend backend) {
        float[] input = golden.input();
        var found = new LinkedHashMap<String, float[]>();
        found.put(Golden.CODE, inference.encode(input));
        found.put(Golden.OUTPUT, inference.reconstruct(input));
        var differences = new ArrayList<>(golden.compare(found, backend));
        float[] decoded = inference.decode(golden.answer(Golden.CODE));
        golden.compare(Map.of(Golden.OUTPUT, decoded), backend)
                .forEach(each -> differences.add(new Golden.Difference(DECODED, each.place(),
                        each.expected(), each.found(), each.allowed())));
        return differences;
    }
}
