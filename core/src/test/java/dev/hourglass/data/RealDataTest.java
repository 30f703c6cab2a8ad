package dev.hourglass.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hourglass.plan.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Reads the real files below HOURGLASS_DATA, where that is set; what is known of each is published with it.
 */
class RealDataTest {
    private Path folder;

    @BeforeEach
    void find() {
        String variable = System.getenv("HOURGLASS_DATA");
        assumeTrue(variable != null, "HOURGLASS_DATA is not set");
        folder = Path.of(variable);
    }

    private Dataset known(String name, KnownData.Part part) {
        return KnownData.open(name, part,
                DataPlaces.standard(Optional.empty(), DataPlaces.Network.FORBIDDEN, null));
    }

    @Test
    void mnistHasItsPublishedMeanAndDeviation() {
        assumeTrue(Files.isDirectory(folder.resolve("mnist")), "no mnist");
        Dataset data = known("mnist", KnownData.Part.TRAIN);
        float[] row = new float[784];
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < data.size(); i++) {
            data.read(i, row, 0);
            for (float value : row) {
                sum += value;
                squares += value * value;
            }
        }
        double mean = sum / (784.0 * data.size());
        assertEquals(0.1307, mean, 5e-5);
        assertEquals(0.3081, Math.sqrt(squares / (784.0 * data.size()) - mean * mean), 5e-5);
        assertEquals(List.of(5, 0, 4, 1, 9),
                IntStream.range(0, 5).mapToObj(i -> data.label(i).orElse(-1)).toList());
    }

    @Test
    void everyPartOfTheImageSetsOpens() {
        for (String name : List.of("mnist", "fashion-mnist", "kmnist")) {
            assumeTrue(Files.isDirectory(folder.resolve(name)), "no " + name);
            Dataset test = known(name, KnownData.Part.TEST);
            assertEquals(10_000, test.size());
            assertEquals(1000, IntStream.range(0, 10_000).filter(i -> test.label(i).orElse(-1) == 3).count(),
                    100);
            Dataset train = known(name, KnownData.Part.TRAIN);
            boolean whole = train.name().equals(name + "/train");
            assertTrue(
                    whole ? train.size() == 60_000
                            : train.name().equals(name + "/train (first " + train.size() + ")"),
                    train.name() + " with " + train.size() + " rows");
        }
    }

    @Test
    void theAnomalySetsOpen() throws IOException {
        Path sets = folder.resolve("adbench");
        assumeTrue(Files.isDirectory(sets), "no adbench");
        List<Path> files;
        try (Stream<Path> all = Files.list(sets)) {
            files = all.filter(f -> f.toString().endsWith(".npz")).sorted().toList();
        }
        for (Path file : files) {
            Dataset data = Datasets.open(file);
            long anomalies = IntStream.range(0, data.size()).filter(i -> data.label(i).orElseThrow() == 1)
                    .count();
            assertTrue(anomalies > 0 && anomalies < data.size() / 2.0, file + ": " + anomalies);
        }
        Dataset glass = Datasets.open(sets.resolve("14_glass.npz"));
        assertEquals(214, glass.size());
        assertEquals(Shape.of(7), glass.shape());
        assertEquals(9, IntStream.range(0, 214).filter(i -> glass.label(i).orElseThrow() == 1).count());
    }

    @Test
    void theCardTableOpens() {
        Path file = folder.resolve("creditcard/creditcard_subset.csv.gz");
        assumeTrue(Files.exists(file), "no creditcard");
        Dataset data = Datasets.open(file, OpenOptions.standard().withLabels("Class"));
        assertEquals(9062, data.size());
        assertEquals(Shape.of(30), data.shape());
        assertEquals(492, IntStream.range(0, 9062).filter(i -> data.label(i).orElseThrow() == 1).count());
    }

    @Test
    void theRealFilesAreTheKnownOnes() throws IOException {
        int found = 0;
        for (KnownSet set : KnownSet.ALL) {
            for (KnownData.Part part : KnownData.Part.values()) {
                KnownSet.Files files = set.files(part);
                for (KnownFile file : List.of(files.images(), files.labels())) {
                    Path path = folder.resolve(set.name()).resolve(file.name());
                    if (Files.exists(path)) {
                        assertEquals(file, DownloadTest.known(file.name(), Files.readAllBytes(path)),
                                path.toString());
                        found++;
                    }
                }
            }
        }
        assertTrue(found > 0, "none of the known files in " + folder);
    }
}
