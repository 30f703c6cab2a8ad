package dev.hourglass.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hourglass.spi.BackendException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The list of what is called is complete: the fake libraries have those functions and no others, so a call of
 * another one would end the process of the tests.
 */
class SymbolsTest {
    private static final Pattern FUNCTION = Pattern.compile(
            "^(?:int|size_t|const char\\*) ((?:cu|cublas|cudnn)[A-Z]\\w+)\\(", Pattern.MULTILINE);

    @Test
    void theFakeLibrariesHaveWhatIsCalledAndNothingElse() throws IOException {
        compare("fakecuda.cpp", Symbols.DRIVER);
        compare("fakecublas.cpp", Symbols.BLAS);
        compare("fakecudnn.cpp", Symbols.DNN);
    }

    private static void compare(String source, List<String> names) throws IOException {
        var found = new TreeSet<String>();
        FUNCTION.matcher(Files.readString(Path.of("src/test/native", source))).results()
                .forEach(each -> found.add(each.group(1)));
        assertEquals(found, new TreeSet<>(names), source);
    }

    @Test
    void aLibraryThatLacksOneIsRefused() {
        Path library = FakeCuda.folder().resolve("libcuda.so.1");
        Symbols.require(library, Symbols.DRIVER);
        var error = assertThrows(BackendException.class, () -> Symbols.require(library, Symbols.DNN));
        assertTrue(error.getMessage().contains("lacks " + Symbols.DNN.size()), error.getMessage());
    }
}
