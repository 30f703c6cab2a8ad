package dev.hourglass.cli;

import org.junit.jupiter.api.Test;

class BenchCommandTest {
    @Test
    void whatIsMissingIsSaidInOneLine() {
        Cli.run("bench", "--against", "libtorch").isRefused("libtorch is not here", "mvn -B -Ppeers");
        Cli.run("bench", "--against", "keras").isRefused("--python");
    }

    @Test
    void unknownNamesAreRefused() {
        Cli.run("bench", "--against", "abacus").isRefused("'abacus'", "onnxruntime");
        Cli.run("bench", "--models", "abacus").isRefused("--models", "denoise, compress");
        Cli.run("bench", "--backends", "abacus").isRefused("'abacus'", "hourglass backends");
        Cli.run("bench", "--threads", "1,2", "--parts", "abacus").isRefused("--parts", "steps, kernels");
        Cli.run("bench", "--threads", "0").isRefused("--threads: expected 1 or more, found 0");
    }
}
