package dev.hourglass.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackendChoiceTest {
    @TempDir
    private Path folder;

    private Cli train(String backend) {
        return Cli.line("train compress --epochs 1 --quiet --backend " + backend, "--data",
                TestImages.npy(folder, 8),
                "--out", folder.resolve("out"));
    }

    @Test
    void aNamedBackendThatCannotBeHadIsReplacedWithANotice() {
        String err = train("absent").err();
        assertTrue(err.contains("Backend absent is not used: " + AbsentBackend.REASON), err);
        assertTrue(err.contains("computes instead of absent"), err);
        assertTrue(Files.exists(folder.resolve("out/report.json")));
    }

    @Test
    void aRequiredBackendIsNeverReplaced() {
        train("absent!").isRefused("backend 'absent' is required", AbsentBackend.REASON);
        assertFalse(Files.exists(folder.resolve("out")));
    }

    @Test
    void autoSaysWhatItPassedOver() {
        String err = train("auto").err();
        assertTrue(
                err.contains("Backend absent is not used: no such device ('hourglass backends' says more)"),
                err);
        assertFalse(err.contains("instead of"), err);
    }

    @Test
    void theListSaysWhatIsChosenAndWhyOthersAreNot() {
        String out = Cli.run("backends").succeeds().out();
        assertTrue(out.contains("absent cannot be used: " + AbsentBackend.REASON), out);
        assertTrue(out.contains("reference"), out);
        assertEquals(1, out.lines().filter(each -> each.startsWith("*  ")).count(), out);
    }
}
