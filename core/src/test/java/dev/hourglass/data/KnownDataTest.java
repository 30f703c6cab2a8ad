package dev.hourglass.data;

import static dev.hourglass.data.Faults.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hourglass.plan.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing is fetched here: {@link DownloadTest}. */
class KnownDataTest {
    private static final String IMAGES = "t10k-images-idx3-ubyte.gz";

    @TempDir
    Path folder;

    /** 400 images of 2 x 2 with label 7. */
    private static void write(Path folder, String part) {
        byte[] labels = new byte[400];
        Arrays.fill(labels, (byte) 7);
        IdxDataset.write(folder.resolve(part + "-images-idx3-ubyte.gz"), Shape.of(400, 2, 2), new byte[1600]);
        IdxDataset.write(folder.resolve(part + "-labels-idx1-ubyte.gz"), Shape.of(400), labels);
    }

    private DataPlaces places(Path... folders) {
        return new DataPlaces(List.of(folders), folder.resolve("cache"), DataPlaces.Network.FORBIDDEN,
                new DownloadListener() {
                    @Override
                    public void announced(String line) {
                        throw new AssertionError(line);
                    }

                    @Override
                    public void progressed(String file, long done, long total) {
                        throw new AssertionError(file);
                    }
                });
    }

    @Test
    void fetchesNothingWhenForbidden() {
        refused(Path.of("mnist/train"), () -> KnownData.open("mnist", KnownData.Part.TRAIN,
                places(folder)), "train-images-idx3-ubyte.gz",
                folder.toString(),
                "fetching is forbidden");
    }

    @Test
    void findsFilesInTheFolderOrBelow() throws IOException {
        Path below = Files.createDirectories(folder.resolve("data/mnist"));
        write(below, "t10k");
        for (Path place : List.of(folder.resolve("data"), below)) {
            Dataset data = KnownData.open("mnist", KnownData.Part.TEST,
                    places(place));
            assertEquals("mnist/test", data.name());
            assertEquals(OptionalInt.of(7), data.label(0));
        }
        Path absent = folder.resolve("absent");
        refused(absent,
                () -> KnownData.open("mnist", KnownData.Part.TEST,
                        places(absent)),
                "expected a folder with data, found nothing there");
    }

    @Test
    void takesTheFirstRowsWhereTheRestIsMissing() throws IOException {
        Path below = Files.createDirectories(folder.resolve("kmnist"));
        write(below, "train-first400");
        Dataset data = KnownData.open("kmnist", KnownData.Part.TRAIN,
                places(folder));
        assertEquals("kmnist/train (first 400)", data.name());
        assertEquals(OptionalInt.of(7), data.label(399));
    }

    @Test
    void noticesThatFilesAreAnotherSets() throws IOException {
        Path file = folder.resolve(IMAGES);
        Files.write(file, new byte[4422102]);
        refused(file,
                () -> KnownData.open("mnist", KnownData.Part.TEST,
                        places(folder)),
                "expected mnist, found fashion-mnist");
    }

    @Test
    void knowsItsNames() {
        assertEquals(List.of("digits", "mnist", "fashion-mnist", "kmnist"), KnownData.names());
        DataException unknown = assertThrows(DataException.class,
                () -> KnownData.open("mnits", KnownData.Part.TRAIN, places()));
        assertTrue(unknown.getMessage().contains("digits, mnist, fashion-mnist, kmnist"),
                unknown.getMessage());
        Dataset digits = KnownData.open("digits", KnownData.Part.TEST, places());
        assertEquals(10_000, digits.size());
        assertEquals("digits/test", digits.name());
        KnownData.Parts parts = KnownData.digits();
        assertEquals(60_000, parts.train().size());
        assertEquals(digits.label(17), parts.test().label(17));
    }

    @Test
    void keepsTheCacheWhereTheSystemExpectsIt() {
        Path home = folder;
        Path absolute = folder.resolve("xdg").toAbsolutePath();
        assertEquals(home.resolve(".cache/hourglass"), DataPlaces.cache(Map.of(), "Linux", home));
        assertEquals(absolute.resolve("hourglass"),
                DataPlaces.cache(Map.of("XDG_CACHE_HOME", absolute.toString()), "Linux", home));
        assertEquals(home.resolve(".cache/hourglass"),
                DataPlaces.cache(Map.of("XDG_CACHE_HOME", "rel"), "Linux", home));
        assertEquals(home.resolve("Library/Caches/hourglass"), DataPlaces.cache(Map.of(), "Mac OS X", home));
        assertEquals(home.resolve("l/hourglass/cache"),
                DataPlaces.cache(Map.of("LOCALAPPDATA", home.resolve("l").toString()), "Windows 11", home));
        assertEquals(home.resolve("AppData/Local/hourglass/cache"),
                DataPlaces.cache(Map.of(), "Windows 11", home));
    }
}
