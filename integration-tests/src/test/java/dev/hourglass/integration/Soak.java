package dev.hourglass.integration;

import dev.hourglass.data.Dataset;
import dev.hourglass.data.DatasetView;
import dev.hourglass.data.Datasets;
import dev.hourglass.data.SyntheticDigits;
import dev.hourglass.models.Corruption;
import dev.hourglass.models.Objective;
import dev.hourglass.models.SessionPool;
import dev.hourglass.models.TrainedModel;
import dev.hourglass.models.Training;
import dev.hourglass.models.Tutorial;
import dev.hourglass.models.anomaly.AnomalyDetector;
import dev.hourglass.models.anomaly.DetectorSettings;
import dev.hourglass.models.anomaly.Holdout;
import dev.hourglass.models.compress.Compressor;
import dev.hourglass.models.compress.CompressorModel;
import dev.hourglass.models.denoise.Denoiser;
import dev.hourglass.plan.Shape;
import dev.hourglass.spi.Backend;
import dev.hourglass.spi.Backends;
import dev.hourglass.spi.Options;
import dev.hourglass.testing.Footprint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;

/**
 * Trains, evaluates, saves and loads models of all kinds, again and again, and looks at what the process
 * holds. {@code soak.sh} runs it as long as wanted.
 */
final class Soak {
    private static final int ROWS = 128;
    private static final Shape ROW = Shape.of(28, 28, 1);

    private final String backend;
    private final Path folder;
    private final List<Footprint> seen = new ArrayList<>();
    private long rounds;

    Soak(String backend, Path folder) {
        this.backend = backend;
        this.folder = folder;
    }

    /** Soaks for so many minutes, or rounds; the exit status is 1 when something grew. */
    public static void main(String[] arguments) throws IOException {
        var folder = Files.createTempDirectory("soak");
        var soak = new Soak(arguments[0], folder);
        if (arguments.length > 2) {
            soak.run(Integer.parseInt(arguments[2]));
            System.out.println(soak.summary());
            // So few rounds are still compiled by the JIT: only what is left of whole sessions shows.
            System.exit(soak.growth() < 0.1 && soak.handles() <= 0 ? 0 : 1);
        }
        soak.run(Duration.ofSeconds(Math.round(60 * Double.parseDouble(arguments[1]))),
                Duration.ofSeconds(20));
        System.out.println(soak.summary());
        System.exit(soak.growth() < 0.01 && soak.handles() <= 0 ? 0 : 1);
    }

    /** Rounds until the time is over, with a look at the process each time {@code every} has passed. */
    void run(Duration time, Duration every) throws IOException {
        long began = System.nanoTime();
        long next = began;
        while (System.nanoTime() - began < time.toNanos()) {
            round();
            rounds++;
            if (System.nanoTime() >= next) {
                var now = Footprint.now();
                seen.add(now);
                System.out.printf(Locale.ROOT, "%6.0f s, round %d: %s%n", (System.nanoTime() - began) / 1e9,
                        rounds, now);
                next = System.nanoTime() + every.toNanos();
            }
        }
        seen.add(Footprint.now());
    }

    /** So many rounds, with a look at the process after each. */
    private void run(int count) throws IOException {
        for (; rounds < count; rounds++) {
            round();
            seen.add(Footprint.now());
        }
    }

    /** After a third of the looks, in which libraries are loaded and code is compiled. */
    private Footprint first() {
        return seen.get(seen.size() / 3);
    }

    /** Share by which resident memory grew since then: the mean of the last looks over that of the first. */
    double growth() {
        int from = seen.size() / 3;
        int width = Math.max(1, (seen.size() - from) / 4);
        return mean(seen.size() - width, seen.size()) / mean(from, from + width) - 1;
    }

    private double mean(int from, int to) {
        return seen.subList(from, to).stream().mapToLong(Footprint::resident).average().orElseThrow();
    }

    /** File handles that there are more than then. */
    int handles() {
        return seen.getLast().handles() - first().handles();
    }

    String summary() {
        return String.format(Locale.ROOT,
                "%s: %d rounds, %d looks; after a third %s; in the end %s; resident memory grew by %.2f %%",
                backend, rounds, seen.size(), first(), seen.getLast(), 100 * growth());
    }

    private Backend open() {
        return Backends.open(backend + "!", Options.standard().withThreads(1)).backend();
    }

    private void round() throws IOException {
        var images = SyntheticDigits.of("digits", 5 + rounds, 0, ROWS);
        try (var own = open()) {
            var compressor = Compressor.measured(
                    CompressorModel.training(CompressorModel.of(ROW, 8), 1, rounds)
                            .batch(32).fit(images, own, (session, _) -> Training.evaluate(session, images))
                            .model(),
                    images,
                    own);
            Path file = folder.resolve("compressor.safetensors");
            compressor.save(file);
            compress(TrainedModel.load(file), images.shape(), own);
            denoise(images, own);
            detect(own);
        }
        pool(TrainedModel.load(folder.resolve("compressor.safetensors")));
    }

    private void compress(TrainedModel model, Shape shape, Backend own) throws IOException {
        try (var compressor = Compressor.open(model, own, 16)) {
            Path codes = folder.resolve("codes.hgc");
            try (var out = Files.newOutputStream(codes)) {
                compressor.writer(out, 16, new Compressor.Rate(8, 80))
                        .write(compressor.encode(new float[16 * shape.elements()]));
            }
            try (var in = Files.newInputStream(codes)) {
                compressor.decode(compressor.reader(in, "codes.hgc").read());
            }
        }
    }

    private void denoise(Dataset images, Backend own) {
        var corner = new DatasetView(images) {
            @Override
            public int size() {
                return ROWS / 4;
            }
        };
        Path file = folder.resolve("denoiser.safetensors");
        Training.of(Tutorial.denoising(ROW), Objective.denoising(new Corruption.Gaussian(0.3f))).epochs(1)
                .batch(16)
                .fit(corner, own).model().save(file);
        try (var denoiser = Denoiser.open(file, own)) {
            denoiser.denoise(new float[60 * 44], Shape.of(60, 44, 1));
            denoiser.denoise(new float[28 * 28], ROW);
        }
    }

    private void detect(Backend own) {
        var values = new float[200 * 5];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.sin(i * (rounds % 7 + 1.0));
        }
        var rows = Datasets.of("rows", Shape.of(5), values);
        Path file = folder.resolve("detector.safetensors");
        AnomalyDetector.fit(rows, DetectorSettings.contaminated(1).withSteps(5), Holdout.of(0.3), own)
                .detector()
                .save(file);
        try (var scorer = AnomalyDetector.load(file).open(own, 64)) {
            scorer.score(values);
        }
    }

    /** Four threads ask two sessions. */
    private void pool(TrainedModel model) {
        try (var pool = SessionPool.of(2, this::open, each -> model.open(each, 8));
                var threads = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < 8; i++) {
                threads.submit(() -> pool.apply(inference -> inference.reconstruct(new float[8 * 784])));
            }
        }
    }
}
