package dev.hourglass.cuda;

import dev.hourglass.plan.Ports;
import dev.hourglass.plan.Program;
import dev.hourglass.plan.Routine;
import dev.hourglass.spi.Backend;
import dev.hourglass.spi.Options;
import dev.hourglass.spi.Options.Arithmetic;
import dev.hourglass.spi.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How long a training step of the tutorial's models takes: as a graph and launch by launch, in each
 * precision, with the batch on the device and brought there for each step, and without fusion. All of them
 * take turns, so that a busy machine slows down all of them.
 *
 * <p>Arguments: the JSON file to write, seconds per measurement, batch sizes.
 */
final class StepBenchmark {
    private static final int ROUNDS = 15;
    private static final int WARM_UP = 20;
    private static final int ENQUEUED = 20;
    private static final int ATTEMPTS = 3;

    /** Where the batch comes from. */
    private enum Batch {
        RESIDENT, UPLOADED
    }

    private record Way(Execution execution, Arithmetic arithmetic, Batch batch, Fusion fusion) {

        @Override
        public String toString() {
            return (execution + ", " + arithmetic + ", batch " + batch + ", fusion " + fusion)
                    .toLowerCase(Locale.ROOT);
        }
    }

    /** One way to run a step. */
    private static final class Contestant implements AutoCloseable {
        private final String name;
        private final Backend backend;
        private final Session session;
        private final float[] images;
        private final List<Double> seconds = new ArrayList<>();
        private double enqueue;

        Contestant(Program program, int batch, Way way) {
            name = way.toString();
            System.setProperty(Execution.PROPERTY, way.execution.name());
            System.setProperty(Fusion.PROPERTY, way.fusion.name().toLowerCase(Locale.ROOT));
            backend = new CudaProvider().open(Options.standard().withArithmetic(way.arithmetic));
            session = Digits.open(program, backend, batch);
            images = way.batch == Batch.UPLOADED ? session.read(program.port(Ports.INPUT)) : null;
        }

        void run(int steps) {
            for (int i = 0; i < steps; i++) {
                if (images != null) {
                    session.write(session.program().port(Ports.INPUT), images);
                }
                session.run(Routine.TRAIN_STEP);
            }
        }

        double measure(int steps) {
            backend.await();
            long start = System.nanoTime();
            run(steps);
            backend.await();
            return (System.nanoTime() - start) * 1e-9 / steps;
        }

        /** The CPU's part of a step, while the device's queue is short; the least of some attempts. */
        double enqueue() {
            double least = Double.POSITIVE_INFINITY;
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                backend.await();
                long start = System.nanoTime();
                run(ENQUEUED);
                least = Math.min(least, (System.nanoTime() - start) * 1e-9 / ENQUEUED);
            }
            backend.await();
            return least;
        }

        @Override
        public void close() {
            session.close();
            backend.close();
        }
    }

    private static final List<Way> WAYS = List.of(
            new Way(Execution.GRAPH, Arithmetic.STRICT, Batch.RESIDENT, Fusion.NEIGHBOURS),
            new Way(Execution.EAGER, Arithmetic.STRICT, Batch.RESIDENT, Fusion.NEIGHBOURS),
            new Way(Execution.GRAPH, Arithmetic.FAST, Batch.RESIDENT, Fusion.NEIGHBOURS),
            new Way(Execution.EAGER, Arithmetic.FAST, Batch.RESIDENT, Fusion.NEIGHBOURS),
            new Way(Execution.GRAPH, Arithmetic.MIXED, Batch.RESIDENT, Fusion.NEIGHBOURS),
            new Way(Execution.GRAPH, Arithmetic.STRICT, Batch.RESIDENT, Fusion.NONE),
            new Way(Execution.GRAPH, Arithmetic.STRICT, Batch.UPLOADED, Fusion.NEIGHBOURS));

    private final List<String> results = new ArrayList<>();

    private StepBenchmark() {
    }

    public static void main(String[] arguments) throws IOException {
        FakeCuda.install();
        double seconds = Double.parseDouble(arguments[1]);
        var benchmark = new StepBenchmark();
        for (int batch : Arrays.stream(arguments).skip(2).mapToInt(Integer::parseInt).toArray()) {
            benchmark.compare("denoising", Digits.denoiser(batch), batch, seconds);
            benchmark.compare("compression", Digits.compressor(batch), batch, seconds);
        }
        Files.writeString(Path.of(arguments[0]), "[\n" + String.join(",\n", benchmark.results) + "\n]\n");
    }

    private void compare(String model, Program program, int batch, double seconds) {
        System.out.printf(Locale.ROOT, "%s, batch %d, µs per step (images/s)%n", model, batch);
        var contestants = new ArrayList<Contestant>();
        try {
            for (Way way : WAYS) {
                contestants.add(new Contestant(program, batch, way));
            }
            contestants.forEach(each -> each.measure(WARM_UP));
            for (int round = 0; round < ROUNDS; round++) {
                for (Contestant each : contestants) {
                    int steps = (int) Math.clamp(seconds / ROUNDS / each.measure(3), 3, 5000);
                    each.seconds.add(each.measure(steps));
                }
            }
            contestants.forEach(each -> each.enqueue = each.enqueue());
            contestants.forEach(each -> report(model, batch, each));
        } finally {
            contestants.forEach(Contestant::close);
        }
    }

    private void report(String model, int batch, Contestant each) {
        each.seconds.sort(null);
        double median = each.seconds.get(ROUNDS / 2);
        double least = each.seconds.getFirst();
        double most = each.seconds.getLast();
        System.out.printf(Locale.ROOT, "  %-56s %10.1f  (%.0f)   from %.1f to %.1f, CPU %.1f%n", each.name,
                1e6 * median, batch / median, 1e6 * least, 1e6 * most, 1e6 * each.enqueue);
        results.add(String.format(Locale.ROOT,
                "  {\"system\": \"hourglass\", \"model\": \"%s\", \"batch\": %d, \"way\": \"%s\", "
                        + "\"medianMicros\": %.2f, \"leastMicros\": %.2f, \"mostMicros\": %.2f, "
                        + "\"enqueueMicros\": %.2f, \"imagesPerSecond\": %.1f}",
                model, batch, each.name, 1e6 * median, 1e6 * least, 1e6 * most, 1e6 * each.enqueue,
                batch / median));
    }
}
