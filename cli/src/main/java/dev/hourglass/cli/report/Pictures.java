package dev.hourglass.cli.report;

import dev.hourglass.cli.Examples;
import dev.hourglass.cli.Examples.Example;
import dev.hourglass.cli.Task;
import dev.hourglass.cli.Words;
import dev.hourglass.data.Dataset;
import dev.hourglass.report.Axis;
import dev.hourglass.report.Chapter;
import dev.hourglass.report.Histogram;
import dev.hourglass.report.ImageGrid;
import dev.hourglass.report.ImageGrid.Row;
import dev.hourglass.report.ImageGrid.Tile;
import dev.hourglass.report.Picture;
import dev.hourglass.report.Section;
import dev.hourglass.report.Text;
import dev.hourglass.spi.Session;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Function;

/** What a model does to test images: typical ones, the worst, and the errors of all. */
final class Pictures {
    private static final int COLUMNS = 10;
    private static final int MOST_ROWS = 10_000;

    private final TrainedRun run;

    Pictures(TrainedRun run) {
        this.run = run;
    }

    Chapter chapter() {
        try {
            var sections = new ArrayList<Section>();
            var test = run.data().test();
            double[] errors = grids(run.session(), test, "test images", sections);
            run.further().forEach((name, rows) -> run.at(rows,
                    session -> grids(session, rows, "images of " + name, sections)));
            sections.add(Histogram.of("Errors of " + Words.count(errors.length) + " test images",
                    Axis.log("mean squared error of an image"), Histogram.Heights.COUNT,
                    Map.of("images", errors)));
            ErrorsByLabel.table(test, errors).ifPresent(sections::add);
            return new Chapter("Before and after", sections);
        } catch (CancellationException _) {
            return Chapter.of("Before and after", Text.of("Interrupted before the pictures were made."));
        }
    }

    /** Adds typical and worst images; returns the errors of all. */
    private double[] grids(Session session, Dataset data, String what, List<Section> sections) {
        var examples = new Examples(session, run.interruptible(data));
        double[] errors = examples.errors(MOST_ROWS);
        sections.add(grid("Typical " + what, examples, examples.typical(COLUMNS), errors));
        if (errors.length > COLUMNS) {
            sections.add(grid("The worst of " + Words.count(errors.length) + " " + what, examples,
                    Examples.worst(COLUMNS, errors), errors));
        }
        return errors;
    }

    private ImageGrid grid(String title, Examples examples, List<Integer> rows, double[] errors) {
        var shown = examples.of(rows);
        var after = new ArrayList<Tile>();
        for (int i = 0; i < rows.size(); i++) {
            String error = rows.get(i) < errors.length
                    ? String.format(Locale.ROOT, "%.2g", errors[rows.get(i)]) : "";
            after.add(new Tile(Picture.of(shown.get(i).output()), error));
        }
        var strips = new ArrayList<Row>();
        if (run.settings().task() == Task.DENOISE) {
            strips.add(row("clean", shown, Example::clean));
            strips.add(row("noisy", shown, Example::seen));
            strips.add(new Row("denoised", after));
        } else {
            strips.add(row("original", shown, Example::clean));
            strips.add(new Row("decoded", after));
        }
        return new ImageGrid(title + ", with their mean squared errors", strips, "");
    }

    private static Row row(String caption, List<Example> shown, Function<Example, BufferedImage> which) {
        return Row.of(caption, shown.stream().map(which).map(Picture::of).toList());
    }
}
