package dev.hourglass.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BadOptionsTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --epochs 0              | --epochs: expected 1 or more, found 0
            --epochs many           | 'many' is not an int
            --batch -1              | --batch: expected 1 or more, found -1
            --latent 0              | --latent: expected 1 or more
            --noise salt            | expected none, or gaussian:
            --noise gaussian:x      | 'x' is not a number
            --noise gaussian:-1     | must not be negative
            --noise none            | a denoiser needs noise
            --loss l1               | expected bce or mse, found 'l1'
            --model vae             | expected one of compressor, denoiser, denoiser-fine, tutorial-compression
            --optimizer lion        | expected adam, adamw or sgd
            --learning-rate 0       | --learning-rate: expected more than 0
            --learning-rate NaN     | --learning-rate: expected more than 0
            --optimizer adam --weight-decay 0.1 | use --optimizer adamw
            --augment flip          | --augment: expected one of auto, none, turn, overlay
            --clip 0                | --clip: expected more than 0
            --schedule linear       | expected constant or cosine
            --patience 0            | --patience: expected 1 or more
            --validation 1          | --validation: expected a share
            --rows 0                | --rows: expected 1 or more
            --threads -2            | --threads: expected 0 or more
            --backend tpu           | unknown backend 'tpu'
            --backend tpu!          | unknown backend 'tpu'
            --also-test nowhere     | data 'nowhere': is neither a known data set
            """)
    void areOneLineAndLeaveNothing(String options, String message) {
        Path out = folder.resolve("out");
        Cli.line("train denoise " + options, "--data", TestImages.npy(folder, 8), "--out", out)
                .isRefused(message);
        assertFalse(Files.exists(out));
    }
}
