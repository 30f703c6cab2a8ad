package dev.hourglass.cli;

import dev.hourglass.cli.ApplyRun.Purpose;
import dev.hourglass.data.DataException;
import dev.hourglass.data.Dataset;
import dev.hourglass.models.Autoencoder;
import dev.hourglass.models.AutoencoderProgram;
import dev.hourglass.models.TrainedModel;
import dev.hourglass.models.compress.OrderedCode;
import dev.hourglass.plan.ImageExtent;
import dev.hourglass.plan.Ports;
import dev.hourglass.plan.Shape;
import java.nio.file.Path;

/** Whether data fits a trained model, and for which image size the model has to be opened. */
public final class ModelFit {
    private final Autoencoder model;
    private final Path file;

    public ModelFit(TrainedModel trained, Path file) {
        this.model = trained.architecture();
        this.file = file;
    }

    /**
     * Shape of the images that go in, or of those that come out of codes.
     *
     * @throws DataException when the rows do not fit; says what would
     */
    public Shape imageShape(Dataset rows, Purpose purpose) {
        if (purpose == Purpose.DECODE) {
            return ofCodes(rows);
        }
        Shape found = rows.shape();
        Shape expected = model.row();
        if (found.rank() == expected.rank() && found.rank() == 3 && found.extent(-1) != expected.extent(-1)) {
            throw new DataException(rows.name() + ": expected " + kind(expected) + ", which " + file
                    + " was trained on, found " + kind(found) + "; convert them first");
        }
        boolean fits = found.equals(expected)
                || !model.sizes().isFixed() && found.rank() == 3 && expected.rank() == 3;
        if (!fits) {
            boolean otherSize = found.rank() == 3 && expected.rank() == 3;
            throw new DataException(rows.name() + ": expected " + words(expected)
                    + (otherSize ? ", the only size that model " + model.name() + " takes" : "") + ", found "
                    + words(found)
                    + (otherSize ? "; scale them first, or train a tutorial-denoising model" : ""));
        }
        return found;
    }

    private static String kind(Shape image) {
        return switch (image.extent(-1)) {
            case 1 -> "grey images";
            case 3 -> "colour images";
            default -> "images of " + image.extent(-1) + " channels";
        };
    }

    private static String words(Shape row) {
        return row.rank() == 3 ? "images of " + ImageExtent.of(row)
                : "rows of " + row.elements() + " numbers";
    }

    /**
     * A code of a size-free model belongs to the images whose sides are multiples of what the model needs.
     */
    private Shape ofCodes(Dataset codes) {
        Shape expected = codeShape(model);
        Shape found = codes.shape();
        if (found.equals(expected)) {
            return model.row();
        }
        if (found.rank() == 1 && found.elements() < expected.elements() && OrderedCode.isMadeBy(model)) {
            return model.row();
        }
        if (!model.sizes().isFixed() && found.rank() == 3 && found.extent(-1) == expected.extent(-1)) {
            int multiple = model.sizes().multiple();
            Shape least = Shape.of(multiple, multiple, model.row().extent(-1));
            Shape unit = codeShape(model.forRow(least));
            Shape image = Shape.of(found.extent(0) * multiple / unit.extent(0),
                    found.extent(1) * multiple / unit.extent(1), least.extent(-1));
            if (codeShape(model.forRow(image)).equals(found)) {
                return image;
            }
        }
        throw new DataException(
                codes.name() + ": expected codes of shape " + expected + " for " + file + ", found "
                        + found);
    }

    private static Shape codeShape(Autoencoder model) {
        return AutoencoderProgram.inference(model, 1).port(Ports.CODE).shape().row();
    }
}
