package dev.hourglass.cuda;

import dev.hourglass.data.Dataset;
import dev.hourglass.data.Datasets;
import dev.hourglass.data.IdxDataset;
import dev.hourglass.data.SyntheticDigits;
import dev.hourglass.models.Corruption;
import dev.hourglass.models.Objective;
import dev.hourglass.models.Training;
import dev.hourglass.models.Tutorial;
import dev.hourglass.plan.Shape;
import dev.hourglass.spi.Backends;
import dev.hourglass.spi.Options;
import dev.hourglass.train.TrainListener.Epoch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * A whole training as a user would have it: images read from files, a model of the tutorial trained on all of
 * them in batches of 128 (rows that look the same every time stay on the device), tested on others, the model
 * and a report written. Tells how long each epoch took, and all of it from the start of the process.
 *
 * <p>Arguments: {@code paint FOLDER ROWS} writes digits that look like MNIST's, under MNIST's names, and a
 * sixth as many to test on; {@code denoising} or {@code compression}, then the folder with the images,
 * epochs, the JSON file to write, the file for the model, the backend.
 */
final class TrainingBenchmark {
    private static final String TRAIN = "train-images-idx3-ubyte";
    private static final String TEST = "t10k-images-idx3-ubyte";
    private static final int BATCH = 128;

    private TrainingBenchmark() {
    }

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[1]);
        if (arguments[0].equals("paint")) {
            int rows = Integer.parseInt(arguments[2]);
            Files.createDirectories(folder);
            write(folder.resolve(TRAIN), SyntheticDigits.of("digits", 1, 0, rows));
            write(folder.resolve(TEST), SyntheticDigits.of("digits", 1, rows, rows / 6));
            return;
        }
        FakeCuda.install();
        var train = images(folder, TRAIN);
        var test = images(folder, TEST);
        boolean denoises = arguments[0].equals("denoising");
        var training = Training.of(
                denoises ? Tutorial.denoising(train.shape()) : Tutorial.compression(train.shape(), 20),
                denoises ? Objective.denoising(new Corruption.Gaussian(0.4f)) : Objective.reconstruction())
                .batch(BATCH).epochs(Integer.parseInt(arguments[2]));
        var metrics = new TreeMap<String, Double>();
        Training.Result result;
        try (var choice = Backends.open(arguments[5], Options.standard())) {
            result = training.fit(train, choice.backend(),
                    (session, report) -> metrics.putAll(Training.evaluate(session, test)));
        }
        result.model().save(Path.of(arguments[4]));
        report(arguments[0], train, result, metrics, Path.of(arguments[3]));
    }

    private static void report(String model, Dataset train, Training.Result result,
            TreeMap<String, Double> metrics, Path file) throws IOException {
        var seconds = seconds(result.report().epochs());
        String epochs = String.join(", ", seconds.stream().map(TrainingBenchmark::number).toList());
        double best = seconds.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
        var began = ProcessHandle.current().info().startInstant().orElseThrow();
        String start = number(1e-3 * Duration.between(began, Instant.now()).toMillis());
        Files.writeString(file, String.format(Locale.ROOT,
                "{\"model\": \"%s\", \"backend\": \"%s\", \"rows\": %d, \"batch\": %d, "
                        + "\"epochSeconds\": [%s], \"fastestEpochSeconds\": %s, "
                        + "\"secondsFromProcessStart\": %s, \"trainLoss\": %s, \"psnr\": %s}%n",
                model, result.device().backend(), train.size(), BATCH, epochs, number(best), start,
                number(result.report().epochs().getLast().loss()), number(metrics.get(Training.PSNR))));
        System.out.printf(
                "%s on %s, %d images: the fastest of %d epochs took %s s; %s s from the start of the "
                        + "process to this report; test PSNR %.2f dB%n",
                model, result.device().backend(), train.size(),
                seconds.size(), number(best), start, metrics.get(Training.PSNR));
    }

    /** Of each epoch. */
    private static List<Double> seconds(List<Epoch> epochs) {
        return IntStream.range(0, epochs.size()).mapToObj(
                i -> epochs.get(i).seconds() - (i == 0 ? 0 : epochs.get(i - 1).seconds())).toList();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }

    private static Dataset images(Path folder, String name) {
        Path plain = folder.resolve(name);
        return Datasets.open(Files.exists(plain) ? plain : folder.resolve(name + ".gz"));
    }

    private static void write(Path file, Dataset digits) {
        var shape = digits.shape();
        float[] values = new float[digits.size() * shape.elements()];
        for (int row = 0; row < digits.size(); row++) {
            digits.read(row, values, row * shape.elements());
        }
        IdxDataset.write(file, Shape.of(digits.size(), shape.extent(0), shape.extent(1)), values);
    }
}
