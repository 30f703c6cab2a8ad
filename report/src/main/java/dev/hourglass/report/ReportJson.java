package dev.hourglass.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import dev.hourglass.data.AtomicFile;
import dev.hourglass.data.DataException;
import java.io.IOException;
import java.io.Serial;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reports as JSON: to make the page again later, and for what its script draws. */
public final class ReportJson {

    /** Seven digits are more than a chart shows, and half the size. */
    private static final class Shortest extends JsonSerializer<Double> {
        @Override
        public void serialize(Double value, JsonGenerator out, SerializerProvider provider)
                throws IOException {
            float shorter = value.floatValue();
            if (value == Math.rint(value) && Math.abs(value) < 1e15) {
                out.writeNumber(value.longValue());
            } else if (Float.isFinite(shorter) && Math.abs(shorter) >= Float.MIN_NORMAL) {
                out.writeNumber(shorter);
            } else {
                out.writeNumber(value);
            }
        }
    }

    /** Nothing in a string can end the script it stands in, or begin a comment there. */
    private static final class Harmless extends CharacterEscapes {
        @Serial
        private static final long serialVersionUID = 1;

        @Override
        public int[] getEscapeCodesForAscii() {
            int[] codes = standardAsciiEscapesForJSON();
            for (char each : new char[] {'<', '>', '&', '\'', '/'}) {
                codes[each] = ESCAPE_STANDARD;
            }
            return codes;
        }

        @Override
        public SerializableString getEscapeSequence(int character) {
            return character == '\u2028' || character == '\u2029'
                    ? new SerializedString(String.format("\\u%04x", character))
                    : null;
        }
    }

    private static final JsonMapper MAPPER = JsonMapper.builder().addModule(new Jdk8Module())
            .addModule(new SimpleModule().addSerializer(Double.class, new Shortest())
                    .addSerializer(double.class, new Shortest()))
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES,
                    DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .build();

    private ReportJson() {
    }

    /** Writes a report, whole or not at all. Numbers of charts keep seven digits. */
    public static void write(Path file, Report report) {
        AtomicFile.write(file, out -> {
            out.write(MAPPER.writeValueAsBytes(report));
            out.write('\n');
        });
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws DataException when there is no such file or it is damaged, naming the place
     */
    public static Report read(Path file) {
        try {
            var report = MAPPER.readValue(Files.readAllBytes(file), Report.class);
            if (report == null) {
                throw new DataException(file + ": expected the sections of a report, found null");
            }
            return report;
        } catch (JsonProcessingException e) {
            var at = e.getLocation();
            throw new DataException(file + (at == null ? "" : ", line " + at.getLineNr() + ", column "
                    + at.getColumnNr()) + ": expected the sections of a report, found something else: "
                    + e.getOriginalMessage().lines().findFirst().orElse(""), e);
        } catch (NoSuchFileException e) {
            throw new DataException(file + ": there is no such file", e);
        } catch (IOException e) {
            throw new DataException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /** A section for the script of the page; safe inside a script element. */
    static String forScript(Section section) {
        try {
            return MAPPER.writer().with(new Harmless()).writeValueAsString(section);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
