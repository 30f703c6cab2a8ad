package dev.hourglass.train;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** Flight recorder event: one step of the optimizer, as the thread that trains sees it. */
@Name("hourglass.TrainStep")
@Label("Training Step")
@Category({"Hourglass", "Training"})
@Description("A batch was written and a step run; on a GPU enqueued, so that steps wait for each other in reads")
@StackTrace(false)
final class TrainStep extends Event {
    @Label("Epoch")
    @Description("From 1")
    int epoch;

    @Label("Step")
    @Description("In this epoch, from 1")
    int step;

    @Label("Rows")
    @Description("Rows of the batch, without those that only fill it up")
    int rows;
}
