package dev.hourglass.models;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hourglass.data.DataException;
import dev.hourglass.models.anomaly.AnomalyDetector;
import dev.hourglass.reference.ReferenceProvider;
import dev.hourglass.spi.Backend;
import dev.hourglass.spi.BackendException;
import dev.hourglass.spi.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of the newest format: damage is found, other answers are found, equal models give equal bytes. */
class VerifiedFileTest {
    private static final int FLIPS = 1000;
    private static Backend backend;
    @TempDir
    private static Path folder;

    @BeforeAll
    static void write() throws IOException {
        backend = new ReferenceProvider().open(Options.standard());
        KeptModels.write(folder, backend);
    }

    @AfterAll
    static void close() {
        backend.close();
    }

    private static Path file(String kind) {
        return folder.resolve(kind + ".safetensors");
    }

    private static void load(Path file) {
        var read = ModelFile.read(file);
        if (read.entry(TrainedModel.DETECTOR_KEY).isPresent()) {
            AnomalyDetector.of(read);
        } else {
            TrainedModel.of(read);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tutorial", "denoiser", "layers", "compressor", "table-compressor",
        "table-detector", "image-detector", "patch-detector"})
    void everyFlippedBitIsFound(String kind) throws IOException {
        byte[] whole = Files.readAllBytes(file(kind));
        Path damaged = folder.resolve("damaged.safetensors");
        var random = new Random(1);
        int header = 8 + (int) java.nio.ByteBuffer.wrap(whole).order(java.nio.ByteOrder.LITTLE_ENDIAN)
                .getLong();
        for (int i = 0; i < FLIPS; i++) {
            // Half of them in the header, where there is more to misread.
            long bit = random.nextLong(8L * (i % 2 == 0 ? header : whole.length));
            byte[] flipped = whole.clone();
            flipped[(int) (bit / 8)] ^= (byte) (1 << bit % 8);
            Files.write(damaged, flipped);
            var e = assertThrows(DataException.class, () -> load(damaged), () -> "bit " + bit);
            assertTrue(e.getMessage().startsWith(damaged.toString()) && e.getMessage().lines().count() == 1,
                    e.getMessage());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tutorial", "denoiser", "layers", "compressor", "table-compressor",
        "table-detector", "image-detector", "patch-detector"})
    void everyMissingPartIsFound(String kind) throws IOException {
        byte[] whole = Files.readAllBytes(file(kind));
        Path damaged = folder.resolve("cut.safetensors");
        int step = Math.max(1, whole.length / 150);
        for (int length = 0; length < whole.length; length += length < 64 ? 1 : step) {
            Files.write(damaged, Arrays.copyOf(whole, length));
            int at = length;
            assertThrows(DataException.class, () -> load(damaged), () -> "cut at " + at);
            byte[] zeros = Arrays.copyOf(Arrays.copyOf(whole, length), whole.length);
            if (!Arrays.equals(zeros, whole)) {
                Files.write(damaged, zeros);
                assertThrows(DataException.class, () -> load(damaged), () -> "zeros from " + at);
            }
        }
        for (byte[] longer : new byte[][] {Arrays.copyOf(whole, whole.length + 1),
            Arrays.copyOf(whole, 2 * whole.length)}) {
            Files.write(damaged, longer);
            assertThrows(DataException.class, () -> load(damaged), "too long");
        }
    }

    @Test
    void whatAnotherProgramWroteAgainLoads() {
        var content = Safetensors.read(file("layers"));
        var backwards = new Tensors();
        content.tensors().names().stream().sorted(java.util.Comparator.reverseOrder())
                .forEach(name -> backwards.with(name, content.tensors().shape(name),
                        content.tensors().values(name)));
        Path again = folder.resolve("again.safetensors");
        Safetensors.write(again, backwards, content.metadata());
        assertArrayEquals(TrainedModel.load(file("layers")).digest(), TrainedModel.load(again).digest());
    }

    @Test
    void theSumCoversNotesToo() {
        var content = Safetensors.read(file("layers"));
        var changed = new TreeMap<>(content.metadata());
        changed.put("note.data", "something else");
        Path again = folder.resolve("note.safetensors");
        Safetensors.write(again, content.tensors(), changed);
        var e = assertThrows(DataException.class, () -> load(again));
        assertTrue(e.getMessage().contains("expected checksum sha256:"), e.getMessage());
        assertTrue(ModelFile.look(again).checksum().isBroken());
        changed.remove("hourglass.checksum");
        Safetensors.write(again, content.tensors(), changed);
        assertThrows(DataException.class, () -> load(again));
    }

    @Test
    void provenanceSaysWhatRan() {
        for (var evidence : new Evidence[] {TrainedModel.load(file("compressor")).evidence(),
            AnomalyDetector.load(file("table-detector")).evidence(),
            AnomalyDetector.load(file("image-detector")).evidence()}) {
            var provenance = evidence.provenance().orElseThrow();
            assertEquals("reference", provenance.computer().backend());
            assertEquals(Runtime.version().toString(), provenance.software().jdk());
            assertEquals(64, provenance.data().digest().length());
            assertTrue(provenance.data().rows() >= 28, "" + provenance.data().rows());
            assertEquals(1, provenance.seed());
            assertTrue(provenance.date().isAfter(Instant.parse("2026-01-01T00:00:00Z")));
        }
    }

    @Test
    void aFileCanBeMadeAgainByteForByte() throws IOException {
        assertEquals(Instant.ofEpochSecond(1_700_000_000), Provenance.date(Optional.of("1700000000")));
        assertThrows(DataException.class, () -> Provenance.date(Optional.of("today")));
        var model = TrainedModel.load(file("tutorial"));
        Path again = folder.resolve("same.safetensors");
        model.save(again);
        assertArrayEquals(Files.readAllBytes(file("tutorial")), Files.readAllBytes(again));
        Path detector = folder.resolve("same-detector.safetensors");
        for (String kind : List.of("image-detector", "patch-detector")) {
            AnomalyDetector.load(file(kind)).save(detector);
            assertArrayEquals(Files.readAllBytes(file(kind)), Files.readAllBytes(detector));
        }
    }

    @Test
    void otherAnswersAreRefusedByName() {
        var model = TrainedModel.load(file("compressor"));
        var golden = model.evidence().golden().orElseThrow();
        float[] code = golden.answer("code");
        code[3] += 0.01f;
        var wrong = Golden.inputs(golden.row(), golden.input()).with("code", golden.row("code"), code)
                .with("output", golden.row(), golden.answer("output"));
        var other = model.with(new Evidence(Optional.empty(), Optional.of(wrong)));
        var e = assertThrows(BackendException.class, () -> other.open(backend, 8).close());
        assertTrue(e.getMessage().matches("model compressor: the golden check failed on backend reference: "
                + "code, row 1, value 1: expected -?[0-9.E-]+ within [0-9.E-]+, found -?[0-9.E-]+; .*"),
                e.getMessage());
        assertTrue(model.checked(backend).stream().allMatch(each -> each.size() == 0),
                model.checked(backend)::toString);
    }

    @Test
    void anAnswerThatIsNoNumberIsRefused() {
        var golden = TrainedModel.load(file("compressor")).evidence().golden().orElseThrow();
        float[] code = golden.answer("code");
        code[2] = Float.NaN;
        var difference = golden.compare(Map.of("code", code), backend).getFirst();
        assertTrue(!difference.isAllowed() && difference.place().equals("row 1, value 0"),
                difference.toString());
    }

    /** Images of other sizes are computed by other programs; the golden images have their own. */
    @Test
    void otherSizesAreCheckedToo() {
        var model = TrainedModel.load(file("denoiser"));
        var golden = model.evidence().golden().orElseThrow();
        float[] output = golden.answer("output");
        output[0] += 0.01f;
        var wrong = Golden.inputs(golden.row(), golden.input()).with("code", golden.row("code"),
                golden.answer("code")).with("output", golden.row(), output);
        var other = model.with(new Evidence(Optional.empty(), Optional.of(wrong)));
        var larger = dev.hourglass.plan.Shape.of(12, 20, 1);
        model.open(backend, 1, larger).close();
        assertThrows(BackendException.class, () -> other.open(backend, 1, larger).close());
    }
}
