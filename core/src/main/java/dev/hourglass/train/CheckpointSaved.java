package dev.hourglass.train;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** Flight recorder event: a checkpoint was taken and kept. */
@Name("hourglass.Checkpoint")
@Label("Checkpoint")
@Category({"Hourglass", "Training"})
@Description("Everything that decides how training goes on was read from the device and kept")
@StackTrace(false)
final class CheckpointSaved extends Event {
    @Label("Epoch")
    @Description("The epoch that would go on, from 1")
    int epoch;

    @Label("Step")
    @Description("Steps taken in it")
    int step;

    @Label("Values")
    @Description("Numbers in the checkpoint")
    long values;
}
