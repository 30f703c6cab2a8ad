package dev.hourglass.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What to measure.
 *
 * @param models   which of the models
 * @param threads  numbers of threads, each measured by itself
 * @param backends of ours; empty for all that work here, but for {@code reference}
 * @param against  peers by name
 * @param python   runs the Python peers
 * @param parts    which parts of the benchmark
 * @param effort   how long
 */
public record BenchSettings(List<TutorialModel> models, List<Integer> threads, List<String> backends,
        List<String> against, Optional<Path> python, Set<Part> parts, Effort effort) {

    /** A part of the benchmark. */
    public enum Part {
        /** Whole models, beside the peers. */
        STEPS,
        /** Single kernels, and the machine's memory. */
        KERNELS,
        /** How the training step grows. */
        SCALING,
        /** From the start of a process to its first encoded image. */
        START;

        /** The name that options use. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * How JMH measures one kernel.
     *
     * @param forks    processes, one after the other
     * @param warmUp   milliseconds of each that do not count
     * @param measured milliseconds of each that count
     */
    record Sampling(int forks, long warmUp, long measured) {
    }

    /** How long to measure. */
    public enum Effort {
        /** Few rounds, to see that everything works. */
        QUICK(6, 3, 2, 0.3, 20, new Sampling(1, 100, 100)),
        /** Enough rounds for numbers to publish. */
        FULL(30, 5, 8, 1.5, 100, new Sampling(2, 400, 250));

        private static final int STEPS = 5;

        private final int rounds;
        private final int least;
        private final double seconds;
        private final double warmUp;
        private final int latencies;
        private final Sampling sampling;

        Effort(int rounds, int least, double seconds, double warmUp, int latencies, Sampling sampling) {
            this.rounds = rounds;
            this.least = least;
            this.seconds = seconds;
            this.warmUp = warmUp;
            this.latencies = latencies;
            this.sampling = sampling;
        }

        /** How single kernels are measured. */
        Sampling sampling() {
            return sampling;
        }

        /** Turns for one of many sizes, some of which take seconds. */
        Turns scalingTurns() {
            return new Turns(rounds / 2, least - 2, seconds / 6, warmUp / 2, 1);
        }

        /** How often the program is started. */
        int starts() {
            return rounds / 3;
        }

        /**
         * Turns for work of a size: steps are taken a few at a time, as in training, where the threads of one
         * step are still awake in the next; single images many at a time.
         */
        Turns turns(Size size) {
            return new Turns(rounds, least, seconds, warmUp, size.batch() == 1 ? latencies : STEPS);
        }
    }

    public BenchSettings {
        models = List.copyOf(models);
        threads = List.copyOf(threads);
        backends = List.copyOf(backends);
        against = List.copyOf(against);
        parts = Set.copyOf(parts);
    }
}
