package dev.hourglass.models;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hourglass.data.DataException;
import dev.hourglass.models.Autoencoder.Sizes;
import dev.hourglass.nn.Activate;
import dev.hourglass.nn.BatchNorm;
import dev.hourglass.nn.Concat;
import dev.hourglass.nn.Conv2d;
import dev.hourglass.nn.ConvTranspose2d;
import dev.hourglass.nn.Dense;
import dev.hourglass.nn.Dropout;
import dev.hourglass.nn.Flatten;
import dev.hourglass.nn.GaussianNoise;
import dev.hourglass.nn.Layer;
import dev.hourglass.nn.LinearPath;
import dev.hourglass.nn.Pool2d;
import dev.hourglass.nn.Reshape;
import dev.hourglass.nn.Residual;
import dev.hourglass.nn.Sequential;
import dev.hourglass.nn.Upsample2d;
import dev.hourglass.plan.Activation;
import dev.hourglass.plan.Parameter;
import dev.hourglass.plan.Shape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFileTest {
    @TempDir
    private Path folder;

    @Test
    void everyLayerSurvivesTheRoundTrip() {
        var relu = new Activation.LeakyRelu(0.1f);
        var encoder = Sequential.of(Conv2d.tensorflowSame(4, 3, 2, relu),
                BatchNorm.standard(new Activation.Silu()),
                new Residual(
                        Sequential.of(Conv2d.same(4, 3, 1, new Activation.Elu(0.5f)), new Dropout(0.25f))),
                Concat.of(new Sequential(java.util.List.of()), new GaussianNoise(0.1f)), Pool2d.average(2),
                new Activate(new Activation.Clamp(-1, 1)), new Flatten(),
                new LinearPath(Dense.linear(3), 0.25f));
        var decoder = Sequential.of(Dense.of(2 * 2 * 3, new Activation.Gelu()), Reshape.to(2, 2, 3),
                Upsample2d.by(2), ConvTranspose2d.tensorflowSame(1, 3, 2, new Activation.Sigmoid()));
        var model = new Autoencoder("mixed", Shape.of(8, 8, 1), Sizes.fixed(), encoder, decoder);
        assertEquals(model, ModelJson.read(ModelJson.write(model), Path.of("x")));
    }

    @Test
    void aLayerOfTheUsersOwnIsRefusedByName() {
        Layer own = (routine, path, in) -> in;
        var model = new Autoencoder("own", Shape.of(4), Sizes.fixed(), own, own);
        assertThrows(IllegalArgumentException.class, () -> ModelJson.write(model));
    }

    @Test
    void weightsComeBackAsTheyWere() {
        var file = folder.resolve("model.safetensors");
        var model = small();
        model.save(file);
        var loaded = TrainedModel.load(file);
        assertEquals(model.architecture(), loaded.architecture());
        assertEquals(model.notes(), loaded.notes());
        for (String name : model.tensors().names()) {
            assertArrayEquals(model.tensors().values(name), loaded.tensors().values(name), name);
        }
    }

    @Test
    void aFileCutAnywhereIsRefused() throws IOException {
        var file = folder.resolve("model.safetensors");
        small().save(file);
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length += 1 + length / 50) {
            Files.write(file, Arrays.copyOf(whole, length));
            var error = assertThrows(DataException.class, () -> TrainedModel.load(file), "cut at " + length);
            assertTrue(error.getMessage().startsWith(file.toString()), error.getMessage());
            assertEquals(1, error.getMessage().lines().count(), error.getMessage());
        }
        Files.write(file, Arrays.copyOf(whole, whole.length + 1));
        assertThrows(DataException.class, () -> TrainedModel.load(file), "one byte too many");
    }

    @Test
    void aHeaderThatLiesIsRefused() throws IOException {
        var file = folder.resolve("model.safetensors");
        for (String header : new String[] {"[]", "{\"a\":1}",
            "{\"a\":{\"dtype\":\"F32\",\"shape\":[1000000000],"
                    + "\"data_offsets\":[0,4000000000]}}",
            "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]}}",
            "{\"a\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[0,8]}}", "{\"a\":{\"dtype\":\"F32\","
                    + "\"shape\":[-3],\"data_offsets\":[0,8]}}",
            "{}"}) {
            byte[] text = header.getBytes(StandardCharsets.UTF_8);
            var bytes = java.nio.ByteBuffer.allocate(8 + text.length + 8)
                    .order(java.nio.ByteOrder.LITTLE_ENDIAN);
            bytes.putLong(text.length).put(text);
            Files.write(file, bytes.array());
            assertThrows(DataException.class, () -> TrainedModel.load(file), header);
        }
    }

    @Test
    void aNumberThatIsNoneIsNamed() {
        var file = folder.resolve("model.safetensors");
        var model = small();
        var broken = new Tensors();
        for (String name : model.tensors().names()) {
            float[] values = model.tensors().values(name);
            values[values.length - 1] = name.equals("decoder/0/weight") ? Float.NaN : 0;
            broken.with(name, model.tensors().shape(name), values);
        }
        new TrainedModel(model.architecture(), broken, Map.of()).save(file);
        var error = assertThrows(DataException.class, () -> TrainedModel.load(file));
        assertTrue(error.getMessage().contains("decoder/0/weight") && error.getMessage().contains("NaN"),
                error.getMessage());
    }

    private static TrainedModel small() {
        var model = Tutorial.compression(Shape.of(8, 8, 1), 3);
        var tensors = new Tensors();
        for (Parameter parameter : AutoencoderProgram.inference(model, 1).parameters()) {
            var values = new float[parameter.slot().elements()];
            for (int i = 0; i < values.length; i++) {
                values[i] = i / 7f;
            }
            tensors.with(parameter.name(), parameter.slot().shape(), values);
        }
        return new TrainedModel(model, tensors, Map.of("seed", "7", "data", "digits"));
    }
}
