package dev.hourglass.cli;

import dev.hourglass.cli.Examples.Example;
import dev.hourglass.cli.SampleSheet.Section;
import dev.hourglass.cli.SampleSheet.Strip;
import dev.hourglass.data.Dataset;
import dev.hourglass.models.TrainedModel;
import dev.hourglass.spi.Session;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Pictures of what a trained model does to test images. */
final class Gallery {
    private static final int COLUMNS = 10;
    /** Worst images are looked for among this many. */
    private static final int LOOKED_THROUGH = 1000;

    private final Session session;
    private final TrainedModel trained;
    private final Tester tester;

    Gallery(Session session, TrainedModel trained, Tester tester) {
        this.session = session;
        this.trained = trained;
        this.tester = tester;
    }

    /** The model on test images. */
    BufferedImage test(TrainSettings settings) {
        return sheet(session, tester.data().test(), settings);
    }

    /** The model on the other data sets, by their names. */
    Map<String, BufferedImage> further(TrainSettings settings) {
        var sheets = new LinkedHashMap<String, BufferedImage>();
        tester.further().forEach((name, rows) -> tester.at(rows, session, trained,
                fitting -> sheets.put(name, sheet(fitting, rows, settings))));
        return sheets;
    }

    private static BufferedImage sheet(Session session, Dataset rows, TrainSettings settings) {
        var examples = new Examples(session, rows);
        int columns = SampleSheet.columns(COLUMNS, rows.shape());
        var sections = new ArrayList<Section>();
        sections.add(section("", examples.of(examples.typical(columns)), settings.task()));
        int among = Math.min(LOOKED_THROUGH, rows.size());
        sections.add(section("worst of " + Words.count(among), examples.of(examples.worst(columns, among)),
                settings.task()));
        return SampleSheet.draw(sections);
    }

    private static Section section(String title, List<Example> examples, Task task) {
        var strips = new ArrayList<Strip>();
        if (task == Task.DENOISE) {
            strips.add(new Strip("clean", examples.stream().map(Example::clean).toList()));
            strips.add(new Strip("noisy", examples.stream().map(Example::seen).toList()));
            strips.add(new Strip("denoised", examples.stream().map(Example::output).toList()));
        } else {
            strips.add(new Strip("original", examples.stream().map(Example::clean).toList()));
            strips.add(new Strip("decoded", examples.stream().map(Example::output).toList()));
        }
        double mse = examples.stream().mapToDouble(Example::mse).average().orElse(0);
        return new Section(title, strips, String.format(Locale.ROOT, "MSE %.4f", mse));
    }
}
