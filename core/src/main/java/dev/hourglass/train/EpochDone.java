package dev.hourglass.train;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** Flight recorder event: an epoch with its validation. */
@Name("hourglass.Epoch")
@Label("Epoch")
@Category({"Hourglass", "Training"})
@Description("A pass over the training rows, and over the validation rows after it")
@StackTrace(false)
final class EpochDone extends Event {
    @Label("Epoch")
    @Description("From 1")
    int epoch;

    @Label("Rows")
    @Description("Rows trained on")
    int rows;

    @Label("Training Loss")
    @Description("Mean over the epoch's rows")
    double loss;

    @Label("Validation Loss")
    @Description("Mean over the validation rows; NaN where there are none")
    double validationLoss;

    @Label("Best")
    @Description("Whether no epoch before had a lower loss")
    boolean best;
}
