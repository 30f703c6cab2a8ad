package dev.hourglass.models;

import java.nio.file.Path;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** Flight recorder event: a file of tensors was read. */
@Name("hourglass.ModelLoad")
@Label("Model Load")
@Category("Hourglass")
@Description("A model or detector was read from its file")
@StackTrace(false)
final class ModelLoad extends Event {
    @Label("Path")
    String path;

    @Label("Size")
    @DataAmount
    long size;

    @Label("Tensors")
    int tensors;

    void of(Path file, long bytes, int count) {
        path = file.toString();
        size = bytes;
        tensors = count;
    }
}
