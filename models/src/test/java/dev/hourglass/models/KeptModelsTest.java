package dev.hourglass.models;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hourglass.models.anomaly.AnomalyDetector;
import dev.hourglass.models.compress.Compressor;
import dev.hourglass.models.compress.TableCompressor;
import dev.hourglass.reference.ReferenceProvider;
import dev.hourglass.spi.Backend;
import dev.hourglass.spi.Options;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that earlier versions wrote load, and answer as they did. */
class KeptModelsTest {
    /** Sums in another order; the parts of a detector's score are logarithms of ratios. */
    private static final float BOUND = 1e-5f;
    private static final float SCORE_BOUND = 1e-3f;
    private static Backend backend;

    @BeforeAll
    static void open() {
        backend = new ReferenceProvider().open(Options.standard());
    }

    @AfterAll
    static void close() {
        backend.close();
    }

    /** Folders of kept files, one for each version of the format. */
    private static List<Path> formats() {
        try (Stream<Path> folders = Files.list(Path.of(KeptModelsTest.class.getResource("kept").toURI()))) {
            return folders.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Path> files(String kind) {
        return formats().stream().map(each -> each.resolve(kind + ".safetensors")).toList();
    }

    private static Stream<Path> models() {
        return Stream.concat(Stream.of("tutorial", "denoiser", "layers", "table-compressor")
                .flatMap(each -> files(each).stream()), compressors());
    }

    /** Compressors got their linear paths while format 2 was written. */
    private static Stream<Path> compressors() {
        return Stream.concat(files("compressor").stream(),
                formats().stream().skip(1).map(each -> each.resolve("linear-compressor.safetensors")));
    }

    /**
     * Format 1 holds a detector from before groups had rules in the file; detectors of patches, and those
     * that know linear relations, are kept since format 2.
     */
    private static Stream<Path> detectors() {
        return Stream.of(Stream.of(formats().getFirst().resolve("unnamed-groups.safetensors")),
                Stream.of("table-detector", "image-detector").flatMap(each -> files(each).stream()),
                Stream.of("patch-detector", "relations-detector")
                        .flatMap(each -> formats().stream().skip(1)
                                .map(format -> format.resolve(each + ".safetensors"))))
                .flatMap(each -> each);
    }

    private static Tensors answers(Path file) {
        return Safetensors.read(file.resolveSibling(file.getFileName().toString()
                .replace(".safetensors", ".answers.safetensors"))).tensors();
    }

    @ParameterizedTest
    @MethodSource("models")
    void modelsAnswerAsTheyDid(Path file) {
        var answers = answers(file);
        try (var inference = TrainedModel.load(file).open(backend, 3)) {
            assertArrayEquals(answers.values("code"), inference.encode(answers.values("input")), BOUND);
            assertArrayEquals(answers.values("output"), inference.reconstruct(answers.values("input")),
                    BOUND);
        }
    }

    @ParameterizedTest
    @MethodSource("detectors")
    void detectorsAnswerAsTheyDid(Path file) {
        var answers = answers(file);
        float[] input = answers.values("input");
        var shares = new float[input.length];
        var detector = AnomalyDetector.load(file);
        try (var scorer = detector.open(backend, 3)) {
            float[] expected = answers.values("score");
            assertArrayEquals(expected, scorer.score(input), SCORE_BOUND);
            scorer.explain(input, shares);
            assertArrayEquals(answers.values("share"), shares, SCORE_BOUND);
        }
        assertTrue(detector.calibration().size() > 10 && Float.isFinite(detector.decision().threshold()));
    }

    @Test
    void compressedFilesAreDecodedByTheModelOfTheirTime() throws IOException {
        for (Path file : compressors().toList()) {
            String name = file.getFileName().toString().replace(".safetensors", ".hgc");
            byte[] codes = Files.readAllBytes(file.resolveSibling(name));
            float[] expected = answers(file).values("code");
            try (var compressor = Compressor.open(TrainedModel.load(file), backend, KeptModels.ROWS)) {
                float[] found = compressor.reader(new ByteArrayInputStream(codes), name).read();
                assertArrayEquals(expected, found, 0.2f, "codes are rounded in the file");
            }
        }
    }

    @Test
    void tablesAreDecodedInTheirOwnUnits() {
        for (Path file : files("table-compressor")) {
            var answers = answers(file);
            var encoding = TableCompressor.encoding(TrainedModel.load(file));
            assertEquals(List.of("price", "weight", "kind", "unit"),
                    encoding.columns().stream().map(each -> each.name()).toList());
            var cells = encoding.decode(answers.values("input"), 0);
            assertEquals("kg", cells.get(3));
            assertTrue(List.of("small", "large").contains(cells.get(2)), cells.get(2));
            double price = Double.parseDouble(cells.get(0));
            assertTrue(price >= 999 && price <= 5951, cells.get(0));
        }
    }
}
