package dev.hourglass.cli.anomaly;

import dev.hourglass.models.anomaly.FitListener;
import dev.hourglass.report.Point;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** Remembers how the losses of a detector's parts went, moves the bar, and passes Ctrl-C on. */
final class FitCourse implements FitListener {
    private final Map<String, List<Point>> losses = new LinkedHashMap<>();
    private final AnomalyProgress progress;
    private final BooleanSupplier cancelled;

    FitCourse(AnomalyProgress progress, BooleanSupplier cancelled) {
        this.progress = progress;
        this.cancelled = cancelled;
    }

    @Override
    public void progress(int done, int all) {
        progress.to(done, all);
    }

    @Override
    public void loss(String part, double at, double loss) {
        losses.computeIfAbsent(part, _ -> {
            progress.begins(part);
            return new ArrayList<>();
        }).add(new Point(at, loss));
    }

    @Override
    public boolean isCancelled() {
        return cancelled.getAsBoolean();
    }

    /** For each part the loss over steps or epochs. */
    Map<String, List<Point>> losses() {
        return Collections.unmodifiableMap(losses);
    }
}
