package dev.hourglass.cli.report;

import dev.hourglass.report.Chapter;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a task adds to the page and to report.json of a training run on images, beyond what each of them
 * shows: the subject, losses, pictures, errors, code, simple baselines and the command.
 *
 * <pre>
 * run.train(Task.COMPRESS, choice, streams, trained -&gt; new Additions(
 *         List.of(Chapter.of("Error for every width", LineChart.of(...))),
 *         Map.of("errorByWidth", errors)));
 * </pre>
 */
@FunctionalInterface
public interface TaskReport {

    /**
     * Called once after training and testing, while the session is open and holds the trained weights. Not
     * called after Ctrl-C; rows read through {@link TrainedRun#interruptible} end it with an exception that
     * is expected when Ctrl-C comes meanwhile, and the page is then written without the additions.
     */
    Additions additions(TrainedRun run);

    /** Options of the command line that it was made by. */
    default List<String> words() {
        return List.of();
    }

    /** Nothing more. */
    static TaskReport none() {
        return _ -> Additions.none();
    }

    /**
     * What is added.
     *
     * @param chapters  of the page, shown after the baselines
     * @param results   of report.json, by key, in order: numbers, texts, lists, maps and records as Jackson
     *                  writes them; a number that is not finite becomes null
     * @param judgement of further methods the model was compared with: shown in the first chapter, and
     *                  printed
     */
    record Additions(List<Chapter> chapters, Map<String, Object> results, Judgement judgement) {
        public Additions {
            chapters = List.copyOf(chapters);
            results = Collections.unmodifiableMap(new LinkedHashMap<>(results));
        }

        /** Without further methods to compare with. */
        public Additions(List<Chapter> chapters, Map<String, Object> results) {
            this(chapters, results, Judgement.none());
        }

        public static Additions none() {
            return new Additions(List.of(), Map.of());
        }
    }
}
