package dev.hourglass.models;

import dev.hourglass.plan.ImageExtent;
import dev.hourglass.plan.MemoryOp;
import dev.hourglass.plan.MemoryOp.Border;
import dev.hourglass.plan.PlanException;
import dev.hourglass.plan.RoutineBuilder;
import dev.hourglass.plan.Shape;
import dev.hourglass.plan.Slot;
import dev.hourglass.plan.Write;

/**
 * Encoder and decoder between batches of rows, with the border that brings an image to a size the model
 * takes.
 */
final class AutoencoderRows {
    private static final Border NONE = new Border(0, 0, 0, 0);

    private final Autoencoder model;
    private final Shape shape;
    private final Border border;

    AutoencoderRows(Autoencoder model, int batch) {
        this.model = model;
        this.shape = model.row().batch(batch);
        this.border = model.sizes().isFixed() ? NONE
                : border(ImageExtent.of(model.row()), model.sizes().multiple());
    }

    private static Border border(ImageExtent image, int multiple) {
        int h = Math.ceilDiv(image.h(), multiple) * multiple - image.h();
        int w = Math.ceilDiv(image.w(), multiple) * multiple - image.w();
        return new Border(h / 2, h - h / 2, w / 2, w - w / 2);
    }

    /** Shape of a batch of rows. */
    Shape shape() {
        return shape;
    }

    Slot encode(RoutineBuilder routine, Slot rows) {
        Slot in = rows;
        if (!border.equals(NONE)) {
            in = routine.activation("bordered", border.around(ImageExtent.of(shape)).batch(shape.extent(0)));
            routine.add(new MemoryOp.Pad(border, rows, in, Write.SET));
        }
        return model.encoder().lower(routine, "encoder", in);
    }

    /**
     * What the decoder yields.
     *
     * @param bordered as it leaves the decoder, possibly with a border
     * @param rows     of the rows' own shape
     */
    record Decoded(Slot bordered, Slot rows) {
    }

    Decoded decode(RoutineBuilder routine, Slot code) {
        Slot bordered = model.decoder().lower(routine, "decoder", code);
        Slot rows = crop(routine, bordered);
        if (!rows.shape().equals(shape)) {
            throw new PlanException(
                    "model " + model.name() + ": the decoder must yield rows like the input's "
                            + shape + ", found " + rows.shape());
        }
        return new Decoded(bordered, rows);
    }

    /** Takes the border off; nothing when there is none. */
    Slot crop(RoutineBuilder routine, Slot bordered) {
        if (border.equals(NONE)) {
            return bordered;
        }
        Slot cropped = routine.activation(bordered.name() + "/cropped", shape);
        routine.add(new MemoryOp.Crop(border, bordered, cropped, Write.SET));
        return cropped;
    }

    Decoded reconstruct(RoutineBuilder routine, Slot rows) {
        return decode(routine, encode(routine, rows));
    }
}
