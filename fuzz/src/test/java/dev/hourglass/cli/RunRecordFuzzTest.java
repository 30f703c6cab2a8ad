package dev.hourglass.cli;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.hourglass.fuzz.AnyBytes;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;

/** The settings of a run, up to the command that would do it again. */
class RunRecordFuzzTest {

    @FuzzTest
    void read(byte[] bytes) {
        Path file = AnyBytes.file(bytes);
        var out = new PrintStream(new ByteArrayOutputStream());
        AnyBytes.check(bytes.length, file.getParent().toString(),
                () -> Commands.training(RunRecord.read(file), file.getParent(), Streams.plain(out, out)));
    }
}
