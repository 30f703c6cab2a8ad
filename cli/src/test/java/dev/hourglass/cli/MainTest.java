package dev.hourglass.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MainTest {

    @Test
    void withoutArgumentsItExplainsItself() {
        var run = Cli.run().succeeds();
        for (String name : Commands.names()) {
            assertTrue(run.out().contains("  " + name + " "), () -> name + " is not in " + run.out());
        }
        assertEquals(run.out(), Cli.run("--help").out());
    }

    @Test
    void tellsItsVersion() {
        assertTrue(Cli.run("--version").succeeds().out().startsWith("hourglass "));
    }

    static List<String> names() {
        return Commands.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyCommandHasHelpWithAnExample(String name) {
        var run = Cli.run(name, "--help").succeeds();
        assertTrue(run.out().contains("Usage: hourglass " + name), run.out());
        assertTrue(
                name.equals("data") || run.out().contains("  hourglass " + name) || name.equals("completion")
                        || name.equals("backends") && run.out().contains("  hourglass demo"),
                run.out());
        assertEquals("", run.err());
        run.out().lines().forEach(each -> assertTrue(each.length() <= 85, () -> "too long: " + each));
    }

    @Test
    void anUnknownCommandIsOneLineWithThoseThatThereAre() {
        Cli.run("trian").isRefused("unknown command 'trian'", "demo, train");
    }

    @Test
    void trainingExplainsItsTasks() {
        String help = Cli.run("train", "--help").succeeds().out();
        for (String task : List.of("compress", "denoise")) {
            assertTrue(help.contains("  " + task + " "), help);
            String own = Cli.run("train", task, "--help").succeeds().out();
            assertTrue(own.contains("Usage: hourglass train " + task), own);
            assertTrue(own.contains("  hourglass train " + task + " --data "), own);
            own.lines().forEach(each -> assertTrue(each.length() <= 85, () -> "too long: " + each));
        }
    }

    @Test
    void trainingWithoutATaskOrWithAnUnknownOneIsOneLine() {
        Cli.run("train").isRefused("hourglass train: expected a task: compress, denoise");
        Cli.line("train copress --data digits")
                .isRefused("unknown task 'copress': there are compress, denoise");
    }

    @Test
    void anUnknownOptionIsOneLine() {
        var run = Cli.line("train compress --data digits --out x --epoch 3");
        assertEquals(2, run.code());
        assertTrue(run.err().startsWith("hourglass train compress: unknown option"), run.err());
        assertEquals(2, run.err().lines().count(), run.err());
    }

    @Test
    void aMissingOptionIsOneLine() {
        assertTrue(Cli.line("train compress --out x").isRefused("'--data=D'").err()
                .contains("hourglass train compress --help"));
    }

    @Test
    void completionKnowsEveryCommand() {
        String script = Cli.run("completion").succeeds().out();
        Commands.names().forEach(each -> assertTrue(script.contains(each)));
    }
}
