package dev.hourglass.integration.anomaly;

import dev.hourglass.data.ArrayTable;
import dev.hourglass.spi.Backend;
import dev.hourglass.spi.Backends;
import dev.hourglass.spi.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Judges the detector, an isolation forest and principal components on a folder of ADBench's npz files, each
 * on the same splits. Prints a line for each file, seed and method, as CSV:
 * {@code AdBench FOLDER FIRST-SEED LAST-SEED}, with {@code detector}, {@code baselines} or both behind it.
 */
final class AdBench {
    private AdBench() {
    }

    /** The npz files of a folder. */
    static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(each -> each.toString().endsWith(".npz")).sorted().toList();
        }
    }

    /** One file and seed. */
    static Judged open(Path file, int seed) {
        return new Judged(ArrayTable.open(file), "y", seed);
    }

    public static void main(String[] arguments) throws IOException {
        var methods = List.of(arguments).subList(3, arguments.length);
        System.out.println("set,seed,method,auroc,ap");
        try (Backend backend = Backends.open(Backends.AUTO, Options.standard().withThreads(1)).backend()) {
            for (Path file : files(Path.of(arguments[0]))) {
                IntStream.rangeClosed(Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]))
                        .forEach(seed -> {
                            var judged = open(file, seed);
                            if (!judged.canBeJudged()) {
                                System.err.println(file.getFileName() + ", seed " + seed
                                        + ": the draw left no anomaly to judge by");
                                return;
                            }
                            if (methods.isEmpty() || methods.contains("detector")) {
                                print(file, seed, "detector", judged.detector(backend));
                            }
                            if (methods.isEmpty() || methods.contains("baselines")) {
                                print(file, seed, "isolation forest", judged.forest());
                                print(file, seed, "PCA", judged.components());
                            }
                        });
            }
        }
    }

    private static void print(Path file, int seed, String method, Judged.Quality quality) {
        System.out.println(String.format(Locale.ROOT, "%s,%d,%s,%.2f,%.2f", file.getFileName().toString()
                .replace(".npz", ""), seed, method, quality.auroc(), quality.ap()));
    }
}
