package dev.hourglass.models.table;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hourglass.data.DataException;
import java.nio.file.Path;

/** Encodings as JSON text, for the metadata of a model's file. */
public final class TableEncodingJson {
    private static final ObjectMapper MAPPER = mapper();
    private static final String NUMBER = EncodedColumn.Number.class.getSimpleName();
    private static final String VALUES = "values";

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    private interface Typed {
    }

    private TableEncodingJson() {
    }

    public static String write(TableEncoding encoding) {
        try {
            return MAPPER.writeValueAsString(encoding);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @throws DataException when the text is no sound encoding; {@code file} is named in the message */
    public static TableEncoding read(String text, Path file) {
        try {
            var tree = MAPPER.readTree(text);
            // Before 2026-11-27 files did not say which columns hold whole numbers only.
            tree.path("columns").forEach(each -> {
                if (each instanceof ObjectNode column && column.path("type").asText().equals(NUMBER)
                        && !column.has(VALUES)) {
                    column.put(VALUES, EncodedColumn.Values.REAL.name());
                }
            });
            return MAPPER.treeToValue(tree, TableEncoding.class);
        } catch (JsonProcessingException e) {
            throw new DataException(file + ": the model's table encoding cannot be read: "
                    + e.getOriginalMessage().lines().findFirst().orElse(""), e);
        }
    }

    private static ObjectMapper mapper() {
        var builder = JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                .visibility(PropertyAccessor.GETTER, Visibility.NONE)
                .visibility(PropertyAccessor.IS_GETTER, Visibility.NONE)
                .visibility(PropertyAccessor.FIELD, Visibility.ANY)
                .addMixIn(EncodedColumn.class, Typed.class);
        for (Class<?> column : EncodedColumn.class.getPermittedSubclasses()) {
            builder.registerSubtypes(new NamedType(column, column.getSimpleName()));
        }
        return builder.build();
    }
}
