package dev.hourglass.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What to measure.
 *
 * @param models   which of the models
 * @param threads  numbers of threads, each measured by itself
 * @param backends of ours; empty for all that work here, but for {@code reference}
 * @param against  peers by name
 * @param python   runs the Python peers
 * @param effort   how long
 */
public record BenchSettings(List<TutorialModel> models, List<Integer> threads, List<String> backends,
        List<String> against, Optional<Path> python, Effort effort) {

    /** How long to measure. */
    public enum Effort {
        /** Few rounds, to see that everything works. */
        QUICK(6, 3, 2, 0.3, 20),
        /** Enough rounds for numbers to publish. */
        FULL(40, 5, 12, 2, 100);

        private final int rounds;
        private final int least;
        private final double seconds;
        private final double warmUp;
        private final int latencies;

        Effort(int rounds, int least, double seconds, double warmUp, int latencies) {
            this.rounds = rounds;
            this.least = least;
            this.seconds = seconds;
            this.warmUp = warmUp;
            this.latencies = latencies;
        }

        /** Turns for work of a size: single images are taken many at a time. */
        Turns turns(Size size) {
            return new Turns(rounds, least, seconds, warmUp, size.batch() == 1 ? latencies : 1);
        }
    }

    public BenchSettings {
        models = List.copyOf(models);
        threads = List.copyOf(threads);
        backends = List.copyOf(backends);
        against = List.copyOf(against);
    }
}
