package dev.hourglass.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** JCuda's cuBLAS binding is told to need the library of CUDA 13. */
class ElfFileTest {
    private static final String FROM = "libcublas.so.12";
    private static final String TO = "libcublas.so.13";

    private byte[] original;

    @BeforeEach
    void read() throws IOException {
        assumeTrue(JcudaNatives.platform().equals("linux-x86_64"), "needs JCuda's natives");
        original = JcudaNatives.bytes("libJCublas2-12.6.0-linux-x86_64.so");
    }

    @Test
    void anotherLibraryIsNeededAndNothingElseChanges() {
        assertTrue(ElfFile.needed(original).contains(FROM));
        byte[] renamed = ElfFile.renamed(original, FROM, TO);
        var expected = ElfFile.needed(original).stream().map(each -> each.equals(FROM) ? TO : each).toList();
        assertEquals(expected, ElfFile.needed(renamed));
        int different = 0;
        for (int i = 0; i < original.length; i++) {
            different += original[i] == renamed[i] ? 0 : 1;
        }
        // One character of the name, and up to four bytes of the version's hash.
        assertTrue(different >= 2 && different <= 5, different + " bytes differ");
    }

    @Test
    void backAgainGivesTheOriginal() {
        assertArrayEquals(original, ElfFile.renamed(ElfFile.renamed(original, FROM, TO), TO, FROM));
    }

    @Test
    void whatIsNotNeededCannotBeRenamed() {
        var error = assertThrows(IllegalArgumentException.class,
                () -> ElfFile.renamed(original, "libcublas.so.11", FROM));
        assertTrue(error.getMessage().contains("libstdc++.so.6"), error.getMessage());
        assertThrows(IllegalArgumentException.class,
                () -> ElfFile.renamed(original, FROM, "libcublas.so.130"));
        assertThrows(IllegalArgumentException.class, () -> ElfFile.renamed(new byte[100], FROM, TO));
    }
}
