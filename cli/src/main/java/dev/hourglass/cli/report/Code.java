package dev.hourglass.cli.report;

import dev.hourglass.cli.Words;
import dev.hourglass.models.AutoencoderProgram;
import dev.hourglass.plan.Ports;
import dev.hourglass.plan.Shape;
import dev.hourglass.report.Chapter;
import dev.hourglass.report.Scatter;
import dev.hourglass.report.Scatter.Group;
import dev.hourglass.report.Scatter.Mark;
import dev.hourglass.report.Sprite;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** The code of a run's model. */
final class Code {
    private static final int MOST_ROWS = 2000;
    private static final int MOST_LABELS = 20;
    private static final int BATCH = 100;

    private final TrainedRun run;
    private final Shape shape;

    Code(TrainedRun run) {
        this.run = run;
        this.shape = AutoencoderProgram.inference(run.model().architecture(), 1).port(Ports.CODE).shape()
                .row();
    }

    /** Numbers in it. */
    int numbers() {
        return shape.elements();
    }

    /**
     * Where the codes of test images lie; empty for models whose code is itself an image.
     *
     * @throws java.util.concurrent.CancellationException after Ctrl-C
     */
    Optional<Chapter> chapter() {
        if (shape.rank() != 1) {
            return Optional.empty();
        }
        var data = run.interruptible(run.data().test());
        int width = data.shape().elements();
        int count = Math.min(MOST_ROWS, data.size());
        var rows = new float[count * width];
        for (int i = 0; i < count; i++) {
            data.read(i, rows, i * width);
        }
        float[] codes;
        try (var inference = run.model().open(run.backend(), Math.min(BATCH, count))) {
            codes = inference.encode(rows);
        }
        boolean images = data.shape().rank() == 3;
        String noun = run.data().noun();
        var plane = Plane.of(codes, shape.elements());
        var groups = new ArrayList<Group>();
        marks(plane, count).forEach((name, marks) -> groups.add(new Group(name, marks)));
        return Optional.of(Chapter.of("The code", new Scatter(
                "Codes of " + Words.count(count, "test " + noun),
                plane.x(), plane.y(), groups,
                images ? Optional.of(Sprite.of(rows, data.shape())) : Optional.empty(),
                (groups.size() > 1 ? "Colours are labels, which training did not see. " : "")
                        + (images ? "Point at one to see the image." : ""))));
    }

    private TreeMap<String, List<Mark>> marks(Plane plane, int count) {
        var labels = run.data().test();
        long different = IntStream.range(0, count).map(row -> labels.label(row).orElse(-1))
                .distinct().count();
        var marks = new TreeMap<String, List<Mark>>(Comparator.comparingInt(String::length)
                .thenComparing(Comparator.naturalOrder()));
        for (int row = 0; row < count; row++) {
            String label = labels.label(row).isPresent() && different <= MOST_LABELS
                    ? String.valueOf(labels.label(row).getAsInt()) : run.data().noun() + "s";
            marks.computeIfAbsent(label, _ -> new ArrayList<>()).add(
                    new Mark(plane.x(row), plane.y(row),
                            "test " + run.data().noun() + " " + row,
                            run.data().table().isPresent() ? -1 : row));
        }
        return marks;
    }
}
