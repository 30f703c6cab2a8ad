package dev.hourglass.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class WordsTest {

    @Test
    void bytes() {
        assertEquals("999 bytes", Words.bytes(999));
        assertEquals("1.5 KB", Words.bytes(1500));
        assertEquals("25.3 GB", Words.bytes(25_300_000_000L));
        assertEquals("517 MB", Words.bytes(517_000_000));
    }

    @Test
    void seconds() {
        assertEquals("0.3 s", Words.seconds(0.3));
        assertEquals("10 s", Words.seconds(9.97));
        assertEquals("59 s", Words.seconds(59.4));
        assertEquals("1 min 0 s", Words.seconds(59.6));
        assertEquals("2 h 5 min", Words.seconds(7500));
    }

    @Test
    void counts() {
        assertEquals("1 image", Words.count(1, "image"));
        assertEquals("10,000 images", Words.count(10_000, "image"));
    }

    @Test
    void errors() {
        assertEquals("0.01445", Words.error(0.01445));
        assertEquals("0.3727", Words.error(0.37268));
        assertEquals("1.00e-06", Words.error(0.000001));
    }

    @Test
    void tablesAlign() {
        var table = new Table("op", "MB").right(1).row("Convolve", "1.5").row("x", "10.25");
        assertEquals(List.of("op           MB", "Convolve    1.5", "x         10.25"), table.lines());
        assertThrows(IllegalArgumentException.class, () -> table.row("one"));
    }
}
