package dev.hourglass.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class DoctorCommandTest {
    @Test
    void triesWhatThereIsAndSaysWhatIsMissing() {
        String out = Cli.run("doctor").succeeds().out();
        assertTrue(out.contains("Java") && out.contains("processors") && out.contains("temporary files"),
                out);
        assertTrue(out.contains("cannot be used    " + AbsentBackend.REASON), out);
        assertTrue(out.contains("looked in         the drawer"), out);
        assertTrue(out.contains("8 training steps: losses differ from reference by 0.0e+00 at most"), out);
        assertTrue(out.contains("Everything that can be used computes what it should."), out);
    }

    @Test
    void oneThatIsAskedForAndMissingEndsWithTwo() {
        var result = Cli.run("doctor", "--backend", "absent!");
        assertEquals(ExitCode.USER, result.code(), result.err());
        assertTrue(result.out().contains("Backend absent cannot be used."), result.out());
        assertTrue(!result.out().contains("Backend reference"), result.out());
    }

    @Test
    void anUnknownNameIsRefused() {
        Cli.run("doctor", "--backend", "abacus").isRefused("no backend 'abacus'", "reference");
    }
}
