package dev.hourglass.cli;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What a model is trained for. */
public enum Task {
    /** Images through a narrow code and back. */
    COMPRESS,
    /** Noisy images to clean ones. */
    DENOISE;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static final class Converter implements ITypeConverter<Task> {
        @Override
        public Task convert(String text) {
            return Arrays.stream(values()).filter(each -> each.toString().equals(text)).findFirst()
                    .orElseThrow(() -> new TypeConversionException("expected " + Arrays.stream(values())
                            .map(Task::toString).collect(Collectors.joining(" or ")) + ", found '" + text
                            + "'"));
        }
    }
}
