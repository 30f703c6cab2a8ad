package dev.hourglass.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PlanCommandTest {

    @Test
    void showsOpsMemoryAndTheLargestBatch() {
        String out = Cli.line("plan --model tutorial-denoising --batch 2 --backend reference").succeeds()
                .out();
        assertTrue(out.contains("46,849 parameters"), out);
        assertTrue(out.contains("ConvolveAdjoint"), out);
        assertTrue(out.contains("Without sharing"), out);
        assertTrue(out.contains("Largest batch "), out);
        out.lines().forEach(each -> assertTrue(each.length() < 180, each));
        assertFalse(out.contains("reads"));
        assertTrue(Cli.line("plan --model tutorial-denoising --batch 2 --wide").succeeds().out()
                .contains("reads"));
    }

    @Test
    void denoisersArePlannedWithALossTheyTake() {
        for (String name : new String[] {"denoiser", "denoiser-fine"}) {
            String out = Cli.line("plan --batch 2 --backend reference --size 8x8x3 --model", name).succeeds()
                    .out();
            assertTrue(out.contains("Largest batch "), out);
        }
    }

    @Test
    void aRoutineWithoutGradientsTakesLess() {
        String out = Cli.line("plan --model tutorial-compression --routine encode --latent 2 --size 8x8")
                .succeeds()
                .out();
        assertTrue(out.contains("[128x2]"), out);
        assertFalse(out.contains("Adam"), out);
    }

    @Test
    void whatCannotBePlannedIsOneLine() {
        Cli.line("plan --model tutorial-denoising --size big").isRefused("--size: expected height");
        Cli.line("plan --model tutorial-denoising --batch 0").isRefused("--batch: expected 1 or more");
        Cli.line("plan --model tutorial-compression --size 2x2x1").isRefused("does not fit");
        Cli.line("plan --model tutorial-denoising --routine fly").isRefused("expected train, evaluate");
        Cli.line("plan --model nothing.safetensors").isRefused("no such file");
        Cli.line("plan --model tutorial-denoising --backend tpu").isRefused("tpu");
    }

    @Test
    void knownDataIsListed() {
        String out = Cli.run("data").succeeds().out();
        assertTrue(out.contains("digits") && out.contains("built in") && out.contains("kmnist"), out);
    }
}
