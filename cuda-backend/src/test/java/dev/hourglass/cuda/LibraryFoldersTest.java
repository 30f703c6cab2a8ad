package dev.hourglass.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibraryFoldersTest {
    @TempDir
    private Path folder;

    @Test
    void theFirstFolderThatHasALibraryIsTaken() throws IOException {
        Path first = Files.createDirectories(folder.resolve("a"));
        Path second = Files.createDirectories(folder.resolve("b"));
        Path third = Files.createDirectories(folder.resolve("c"));
        Files.createFile(second.resolve("libcudnn.so.9"));
        Files.createFile(third.resolve("libcudnn.so.9"));
        var folders = new LibraryFolders(List.of(first, second, third));
        assertEquals(Optional.of(second.resolve("libcudnn.so.9")), folders.find("libcudnn.so.9"));
        assertEquals(Optional.empty(), folders.find("libcuda.so.1"));
        assertEquals("looked in " + first + ", " + second + ", " + third, folders.looked());
    }

    @Test
    void manyFoldersAreNotAllListed() {
        var many = IntStream.range(0, 10).mapToObj(i -> Path.of("/folder" + i)).toList();
        assertEquals("looked in /folder0, /folder1, /folder2, /folder3, /folder4, /folder5 and 4 more",
                new LibraryFolders(many).looked());
        assertEquals("looked in no folder", new LibraryFolders(List.of()).looked());
    }

    /** A link on the path, to an environment's link, to the system's Python. */
    @Test
    void thePackagesOfThePythonOnThePathAreSearched() throws IOException {
        Path libraries = Files
                .createDirectories(folder.resolve("env/lib/python3.12/site-packages/nvidia/cudnn/lib"));
        Path system = Files.createDirectories(folder.resolve("usr/bin"));
        Files.createFile(system.resolve("python3.12"));
        Path environment = Files.createDirectories(folder.resolve("env/bin"));
        Files.createSymbolicLink(environment.resolve("python3"), system.resolve("python3.12"));
        Path linked = Files.createDirectories(folder.resolve("local/bin"));
        Files.createSymbolicLink(linked.resolve("python3"), Path.of("../../env/bin/python3"));
        for (Path on : List.of(environment, linked)) {
            var found = new LinkedHashSet<Path>();
            LibraryFolders.addPythonOnPath(found, "/nowhere:" + on);
            assertEquals(List.of(libraries), List.copyOf(found), "with " + on + " on the path");
        }
        var none = new LinkedHashSet<Path>();
        LibraryFolders.addPythonOnPath(none, "/nowhere:");
        LibraryFolders.addPythonOnPath(none, null);
        assertTrue(none.isEmpty());
    }
}
