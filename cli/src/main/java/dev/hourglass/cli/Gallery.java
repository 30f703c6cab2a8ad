package dev.hourglass.cli;

import dev.hourglass.cli.Examples.Example;
import dev.hourglass.cli.SampleSheet.Section;
import dev.hourglass.cli.SampleSheet.Strip;
import dev.hourglass.data.Dataset;
import dev.hourglass.models.TrainedModel;
import dev.hourglass.models.Training;
import dev.hourglass.spi.Session;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Pictures of what a trained model does to test images. */
final class Gallery {
    static final int COLUMNS = 10;
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
    BufferedImage test(Optional<Verdict> verdict) {
        return sheet(session, tester.data().test(), verdict.map(Verdict::metrics));
    }

    /** The model on the other data sets, by their names. */
    Map<String, BufferedImage> further(Optional<Verdict> verdict) {
        var sheets = new LinkedHashMap<String, BufferedImage>();
        tester.further().forEach((name, rows) -> tester.at(rows, session, trained,
                fitting -> sheets.put(name,
                        sheet(fitting, rows, verdict.map(each -> each.furtherByName().get(name))))));
        return sheets;
    }

    private BufferedImage sheet(Session fitting, Dataset rows, Optional<Map<String, Double>> metrics) {
        var examples = new Examples(fitting, rows);
        int columns = SampleSheet.columns(COLUMNS, rows.shape());
        var sections = new ArrayList<>(List.of(section("", examples.of(examples.typical(columns)), metrics)));
        int among = Math.min(LOOKED_THROUGH, rows.size());
        if (among > columns) {
            sections.add(
                    section("worst of " + Words.count(among), examples.of(examples.worst(columns, among)),
                            Optional.empty()));
        }
        return SampleSheet.draw(sections);
    }

    private Section section(String title, List<Example> examples, Optional<Map<String, Double>> metrics) {
        return section(tester.task(), title, examples, metrics);
    }

    /** Rows of pictures: what they are, what the model saw, what it made of it. */
    static Section section(Task task, String title, List<Example> examples,
            Optional<Map<String, Double>> metrics) {
        var clean = examples.stream().map(Example::clean).toList();
        var seen = examples.stream().map(Example::seen).toList();
        var output = examples.stream().map(Example::output).toList();
        String after = metrics.map(each -> Words.decibels(each.get(Training.PSNR))).orElse("");
        if (task == Task.COMPRESS) {
            return new Section(title,
                    List.of(new Strip("original", "", clean), new Strip("decoded", after, output)));
        }
        String before = metrics.map(each -> Words.decibels(each.get(Training.NOISY_PSNR))).orElse("");
        return new Section(title, List.of(new Strip("clean", "", clean), new Strip("noisy", before, seen),
                new Strip("denoised", after, output)));
    }
}
