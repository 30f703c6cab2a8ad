package dev.hourglass.data;

import static dev.hourglass.data.Faults.refused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    @TempDir
    Path folder;

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private long files() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.count();
        }
    }

    @Test
    void replacesTheOldFile() throws IOException {
        Path file = Files.writeString(folder.resolve("a"), "old and longer");
        AtomicFile.write(file, out -> out.write(bytes("new")));
        assertEquals("new", Files.readString(file));
        assertEquals(1, files());
    }

    @Test
    void keepsTheOldFileWhenTheWriterFails() throws IOException {
        Path file = Files.writeString(folder.resolve("a"), "old");
        refused(file, () -> AtomicFile.write(file, out -> {
            out.write(new byte[1 << 20]);
            throw new IOException("No space left on device");
        }), "No space left on device", "nothing was kept");
        assertEquals("old", Files.readString(file));
        assertThrows(IllegalStateException.class, () -> AtomicFile.write(file, out -> {
            out.write(1);
            throw new IllegalStateException("ours");
        }));
        assertEquals("old", Files.readString(file));
        assertEquals(1, files());
    }

    @Test
    void theWriterMayCloseItsStream() throws IOException {
        Path file = folder.resolve("a");
        AtomicFile.write(file, out -> {
            out.write(bytes("x"));
            out.close();
        });
        assertArrayEquals(bytes("x"), Files.readAllBytes(file));
    }

    @Test
    void saysWhenTheDiskIsFull() {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "no /dev/full here");
        refused(full, () -> AtomicFile.write(full, out -> out.write(1)), "No space left on device");
    }

    @Test
    void refusesFoldersThatAreNot() throws IOException {
        refused(folder, () -> AtomicFile.write(folder, out -> out.write(1)), "found a folder");
        Path missing = folder.resolve("none/a");
        refused(missing, () -> AtomicFile.write(missing, out -> out.write(1)), "is not a folder");
        Path below = Files.writeString(folder.resolve("f"), "x").resolve("a");
        refused(below, () -> AtomicFile.write(below, out -> out.write(1)), "is not a folder");
    }

    @Test
    void saysWhenTheFolderIsReadOnly() throws IOException {
        Path locked = Files.createDirectory(folder.resolve("locked"));
        assumeTrue(locked.toFile().setWritable(false) && !Files.isWritable(locked),
                "this user may write everywhere");
        Path file = locked.resolve("a");
        refused(file, () -> AtomicFile.write(file, out -> out.write(1)), "permission denied");
    }
}
