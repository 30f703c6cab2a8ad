package dev.hourglass.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hourglass.models.TrainedModel;
import dev.hourglass.plan.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyCommandTest {
    private static final String TRAIN = "train compress --backend reference --threads 1 --batch 16 --epochs 12 "
            + "--patience 11 --learning-rate 0.01 --latent 4 --quiet --probe none";

    @TempDir
    private Path folder;
    private Path run;
    private ObjectNode report;

    @BeforeEach
    void train() throws IOException {
        run = folder.resolve("run");
        Cli.line(TRAIN, "--data", TestImages.npy(folder, 64), "--out", run).succeeds();
        report = (ObjectNode) new JsonMapper().readTree(run.resolve("report.json").toFile());
    }

    private ArrayNode hashes() {
        return (ArrayNode) report.at("/train/weightsSha256");
    }

    private void write() throws IOException {
        Files.writeString(run.resolve("report.json"), report.toString());
    }

    @Test
    void theSameBitsInEveryEpoch() {
        var verified = Cli.run("verify", run).succeeds();
        int kept = report.get("keptEpoch").asInt();
        assertTrue(verified.out().contains("model.safetensors: the weights of epoch " + kept),
                verified.out());
        assertEquals(12, hashes().size());
        for (int i = 1; i <= 12; i++) {
            String line = "Epoch " + i + ": the same bits (" + hashes().get(i - 1).asText().substring(0, 12)
                    + ")";
            assertTrue(verified.out().contains(line), verified.out());
        }
        assertTrue(verified.out().contains("The same bits in all of 12 epochs"), verified.out());
        assertTrue(verified.err().isEmpty() || verified.err().contains("Epoch 12/12"), verified.err());
    }

    /** What the documentation says of the hash: the bytes of the tensors, in the order of the file. */
    @Test
    void theHashIsThatOfTheTensorsInTheFile() throws Exception {
        var tensors = TrainedModel.load(run.resolve("model.safetensors")).tensors();
        var digest = MessageDigest.getInstance("SHA-256");
        for (String name : tensors.names()) {
            if (name.startsWith("encoder/") || name.startsWith("decoder/")) {
                float[] values = tensors.values(name);
                var bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
                for (float value : values) {
                    bytes.putFloat(value);
                }
                digest.update(bytes.array());
            }
        }
        assertEquals(hashes().get(report.get("keptEpoch").asInt() - 1).asText(),
                HexFormat.of().formatHex(digest.digest()));
    }

    @Test
    void saysFromWhichEpochTheBitsAreOthers() throws IOException {
        String real = hashes().get(4).asText();
        hashes().set(4, "0".repeat(64));
        write();
        var verified = Cli.run("verify", "--quiet", run);
        assertEquals(1, verified.code(), verified.toString());
        assertTrue(verified.out().contains("Epoch 4: the same bits"), verified.out());
        assertTrue(verified.out().contains("Epoch 5: other bits: 000000000000 in the report, "
                + real.substring(0, 12) + " now"), verified.out());
        assertTrue(
                verified.out()
                        .contains("Not the same bits from epoch 5 of 12 on; those after it were not trained"),
                verified.out());
    }

    /** A run that did something else, though its settings look the same. */
    @Test
    void noticesOtherSettings() throws IOException {
        Path file = run.resolve("run.json");
        Files.writeString(file, Files.readString(file).replace("\"--optimizer\", \"adamw\"",
                "\"--optimizer\", \"adamw\", \"--clip\", \"0.001\""));
        var verified = Cli.run("verify", "--quiet", run);
        assertEquals(1, verified.code(), verified.toString());
        assertTrue(verified.out().contains("Not the same bits from epoch 1 of 12 on"), verified.out());
    }

    @Test
    void aModelWithOtherWeightsIsNoticed() throws IOException {
        Path file = run.resolve("model.safetensors");
        var model = TrainedModel.load(file);
        String bias = "decoder/0/bias";
        float[] values = model.tensors().values(bias);
        values[0] = Math.nextUp(values[0]);
        Shape shape = model.tensors().shape(bias);
        model.with(bias, shape, values).save(file);
        var verified = Cli.run("verify", "--quiet", run);
        assertEquals(1, verified.code(), verified.toString());
        assertTrue(verified.out().contains("model.safetensors: not the weights of epoch "), verified.out());
    }

    @Test
    void whatCannotBeComparedIsRefused() throws IOException {
        report.withObject("/train").putArray("weightsSha256");
        write();
        Cli.run("verify", run).isRefused("report.json: expected a hash of the weights after each epoch",
                "found 0 hashes");
        Cli.run("verify", folder).isRefused("found no run.json in it");
        Cli.run("verify", folder.resolve("none")).isRefused("found nothing");
    }
}
