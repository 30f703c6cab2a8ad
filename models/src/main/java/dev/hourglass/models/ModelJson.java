package dev.hourglass.models;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import dev.hourglass.data.DataException;
import dev.hourglass.nn.Activate;
import dev.hourglass.nn.BatchNorm;
import dev.hourglass.nn.Concat;
import dev.hourglass.nn.Conv2d;
import dev.hourglass.nn.ConvTranspose2d;
import dev.hourglass.nn.Crop2d;
import dev.hourglass.nn.Dense;
import dev.hourglass.nn.Dropout;
import dev.hourglass.nn.Flatten;
import dev.hourglass.nn.GaussianNoise;
import dev.hourglass.nn.GroupedDense;
import dev.hourglass.nn.Layer;
import dev.hourglass.nn.LinearPath;
import dev.hourglass.nn.NestedDropout;
import dev.hourglass.nn.Pad2d;
import dev.hourglass.nn.Pool2d;
import dev.hourglass.nn.Reshape;
import dev.hourglass.nn.Residual;
import dev.hourglass.nn.Sequential;
import dev.hourglass.nn.Upsample2d;
import dev.hourglass.plan.Activation;
import java.nio.file.Path;
import java.util.List;

/** Architectures as JSON text: every layer is an object whose {@code type} is its record's name. */
public final class ModelJson {
    private static final List<Class<? extends Layer>> LAYERS = List.of(Activate.class, BatchNorm.class,
            Concat.class,
            Conv2d.class, ConvTranspose2d.class, Crop2d.class, Dense.class, Dropout.class, Flatten.class,
            GaussianNoise.class, GroupedDense.class, LinearPath.class, NestedDropout.class, Pad2d.class,
            Pool2d.class, Reshape.class, Residual.class, Sequential.class, Upsample2d.class);
    private static final ObjectMapper MAPPER = mapper();

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    private interface Typed {
    }

    private ModelJson() {
    }

    /** @throws IllegalArgumentException when the model has a layer that is not one of the built-in ones */
    public static String write(Autoencoder model) {
        try {
            String text = MAPPER.writeValueAsString(model);
            if (MAPPER.readValue(text, Autoencoder.class).equals(model)) {
                return text;
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(unknownLayer(model) + ": " + firstLine(e.getOriginalMessage()),
                    e);
        }
        throw new IllegalArgumentException(unknownLayer(model));
    }

    private static String unknownLayer(Autoencoder model) {
        return "model " + model.name() + " cannot be written: every layer must be one of "
                + LAYERS.stream().map(Class::getSimpleName).toList();
    }

    /** @throws DataException when the text is not a model; {@code file} is named in the message */
    public static Autoencoder read(String text, Path file) {
        try {
            return MAPPER.readValue(text, Autoencoder.class);
        } catch (JsonProcessingException e) {
            throw new DataException(
                    file + ": the model's architecture cannot be read: " + firstLine(e.getOriginalMessage())
                            + "; it may come from a newer version of Hourglass",
                    e);
        }
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }

    private static ObjectMapper mapper() {
        var builder = JsonMapper.builder().disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                .visibility(PropertyAccessor.GETTER, Visibility.NONE)
                .visibility(PropertyAccessor.IS_GETTER, Visibility.NONE)
                .visibility(PropertyAccessor.FIELD, Visibility.ANY)
                .addMixIn(Layer.class, Typed.class)
                .addMixIn(Activation.class, Typed.class);
        LAYERS.forEach(layer -> builder.registerSubtypes(new NamedType(layer, layer.getSimpleName())));
        for (Class<?> activation : Activation.class.getPermittedSubclasses()) {
            builder.registerSubtypes(new NamedType(activation, activation.getSimpleName()));
        }
        return builder.build();
    }
}
