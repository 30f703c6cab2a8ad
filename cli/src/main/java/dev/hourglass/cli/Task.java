package dev.hourglass.cli;

import dev.hourglass.data.Dataset;
import dev.hourglass.models.TrainedModel;
import dev.hourglass.models.compress.Compressor;
import dev.hourglass.spi.Backend;
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

    /** A trained model with what its task needs to know of it besides its weights. */
    TrainedModel finished(TrainedModel model, Dataset rows, Backend backend) {
        return this == COMPRESS ? Compressor.measured(model, rows, backend) : model;
    }

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
