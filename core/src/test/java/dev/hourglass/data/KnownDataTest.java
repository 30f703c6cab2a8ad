package dev.hourglass.data;

import static dev.hourglass.data.Faults.gzip;
import static dev.hourglass.data.Faults.refused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.hourglass.plan.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownDataTest {
    private static final String IMAGES = "t10k-images-idx3-ubyte.gz";
    private static final String LABELS = "t10k-labels-idx1-ubyte.gz";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path folder;
    private final List<HttpServer> servers = new ArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> announced = new ArrayList<>();
    private final List<Long> progress = new ArrayList<>();
    private byte[] images;
    private byte[] labels;

    @BeforeEach
    void makeFiles() throws IOException {
        byte[] pixels = new byte[400 * 28 * 28];
        new Random(1).nextBytes(pixels);
        Path file = folder.resolve("x");
        IdxDataset.write(file, Shape.of(400, 28, 28), pixels);
        images = gzip(Files.readAllBytes(file));
        IdxDataset.write(file, Shape.of(400), new byte[400]);
        labels = gzip(Files.readAllBytes(file));
        Files.delete(file);
    }

    @AfterEach
    void stop() {
        servers.forEach(s -> s.stop(0));
    }

    /** Answers for the images; the labels are always served as they are. */
    private interface Answer {
        void to(HttpExchange exchange, long from) throws IOException;
    }

    private URI server(Answer answer) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            try (exchange) {
                String range = exchange.getRequestHeaders().getFirst("Range");
                requests.add(exchange.getRequestURI().getPath() + (range == null ? "" : " " + range));
                if (exchange.getRequestURI().getPath().endsWith(LABELS)) {
                    exchange.sendResponseHeaders(200, labels.length);
                    exchange.getResponseBody().write(labels);
                } else {
                    answer.to(exchange, range == null ? 0 : Long.parseLong(range.replaceAll("\\D", "")));
                }
            }
        });
        server.start();
        servers.add(server);
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/set/");
    }

    /** Sends the bytes from {@code from} to {@code end} and promises all of them. */
    private static void send(HttpExchange exchange, byte[] bytes, long from, int end) throws IOException {
        if (from > 0) {
            exchange.getResponseHeaders().set("Content-Range",
                    "bytes " + from + "-" + (bytes.length - 1) + "/" + bytes.length);
        }
        exchange.sendResponseHeaders(from > 0 ? 206 : 200, bytes.length - from);
        exchange.getResponseBody().write(bytes, (int) from, end - (int) from);
        exchange.getResponseBody().flush();
        if (end < bytes.length) {
            // The client throws away what it has received and not read when the connection is cut.
            pause(200);
        }
    }

    private static void pause(int millis) throws IOException {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private URI good() throws IOException {
        return server((exchange, from) -> send(exchange, images, from, images.length));
    }

    private static URI refusing() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/");
        }
    }

    private static KnownFile known(String name, byte[] bytes) {
        try {
            String sum = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
            return new KnownFile(name, bytes.length, sum);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private Dataset open(Duration patience, URI... mirrors) {
        KnownSet.Files files = new KnownSet.Files(known(IMAGES, images), known(LABELS, labels));
        KnownSet set = new KnownSet("toy", "no licence", List.of(mirrors), files, files);
        return KnownData.open(set, KnownData.Part.TEST, places(DataPlaces.Network.ALLOWED), patience);
    }

    private Dataset open(URI... mirrors) {
        return open(PATIENCE, mirrors);
    }

    private DataPlaces places(DataPlaces.Network network, Path... folders) {
        return new DataPlaces(List.of(folders), folder.resolve("cache"), network, new DownloadListener() {
            @Override
            public void announced(String line) {
                announced.add(line);
            }

            @Override
            public void progressed(String file, long done, long total) {
                progress.add(done);
            }
        });
    }

    private Path target() {
        return folder.resolve("cache").resolve("toy").resolve(IMAGES);
    }

    private List<String> kept() {
        try (Stream<Path> all = Files.list(target().getParent())) {
            return all.map(f -> f.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void fetchesOnceAndSaysSo() throws IOException {
        URI mirror = good();
        Dataset data = open(mirror);
        assertEquals("toy/test", data.name());
        assertEquals(400, data.size());
        assertEquals(OptionalInt.of(0), data.label(3));
        assertArrayEquals(images, Files.readAllBytes(target()));
        assertEquals(List.of(IMAGES, LABELS), kept());
        assertEquals(1, announced.size());
        assertTrue(announced.getFirst().contains("Fetching toy/test (0.3 MB; no licence) from 127.0.0.1 to "),
                announced.getFirst());
        assertEquals((long) images.length, progress.getLast());
        assertEquals(400, open(mirror).size());
        assertEquals(1, announced.size());
        assertEquals(List.of("/set/" + LABELS, "/set/" + IMAGES), requests);
    }

    @Test
    void keepsNothingOfAFileWithAWrongChecksum() throws IOException {
        byte[] other = images.clone();
        other[1000] ^= 1;
        URI bad = server((exchange, from) -> send(exchange, other, from, other.length));
        refused(target(), () -> open(bad), "SHA-256: expected", "thrown away", "0 of");
        assertEquals(List.of(LABELS), kept());
        assertEquals(400, open(bad, good()).size(), "the next mirror is tried");
    }

    @Test
    void resumesAfterACut() throws IOException {
        URI cutting = server((exchange, from) -> send(exchange, images, from,
                (int) Math.min(images.length, from + images.length / 3 + 1)));
        assertEquals(400, open(cutting).size());
        assertArrayEquals(images, Files.readAllBytes(target()));
        assertTrue(requests.size() >= 4, requests.toString());
        assertEquals("/set/" + IMAGES, requests.get(1));
        assertTrue(requests.get(3).contains("bytes="), requests.toString());
    }

    @Test
    void resumesInALaterRunAndFromAnotherMirror() throws IOException {
        int half = images.length / 2;
        URI broken = server((exchange, from) -> {
            if (from > 0) {
                exchange.sendResponseHeaders(503, -1);
            } else {
                send(exchange, images, 0, half);
            }
        });
        refused(target(), () -> open(broken), "127.0.0.1: HTTP status 503", "are kept for the next try");
        assertEquals(List.of(IMAGES + ".part", LABELS), kept());
        long part = Files.size(target().resolveSibling(IMAGES + ".part"));
        assertTrue(part > 0 && part <= half);
        assertEquals(400, open(good()).size());
        assertEquals("/set/" + IMAGES + " bytes=" + part + "-", requests.getLast());
        assertEquals(List.of(IMAGES, LABELS), kept());
    }

    @Test
    void startsAgainWhereTheServerCannotResume() throws IOException {
        Files.createDirectories(target().getParent());
        Files.write(target().resolveSibling(IMAGES + ".part"), new byte[1000]);
        URI plain = server((exchange, _) -> send(exchange, images, 0, images.length));
        assertEquals(400, open(plain).size());
        Files.delete(target());
        Files.write(target().resolveSibling(IMAGES + ".part"), new byte[1000]);
        assertEquals(400, open(good()).size(), "a wrong kept part is thrown away and fetched again");
        Files.delete(target());
        Files.write(target().resolveSibling(IMAGES + ".part"), new byte[images.length + 5]);
        assertEquals(400, open(plain).size());
    }

    @Test
    void namesEveryMirrorThatFailed() throws IOException {
        URI missing = server((exchange, _) -> exchange.sendResponseHeaders(404, -1));
        URI nobody = refusing();
        refused(target().resolveSibling(LABELS), () -> open(nobody), "127.0.0.1: connection refused");
        refused(target(), () -> open(missing, missing), "HTTP status 404; 127.0.0.1: HTTP status 404",
                "put the file there yourself");
        assertEquals(List.of(LABELS), kept());
        assertEquals(400, open(nobody, missing, good()).size());
    }

    @Test
    void saysWhenTheHostIsUnknown() {
        URI unknown = URI.create("http://host.invalid/");
        refused(target().resolveSibling(LABELS), () -> open(unknown), "host.invalid: ");
    }

    @Test
    void followsRedirects() throws IOException {
        URI end = good();
        URI start = server((exchange, _) -> {
            exchange.getResponseHeaders().set("Location", end.resolve(IMAGES).toString());
            exchange.sendResponseHeaders(302, -1);
        });
        assertEquals(400, open(start).size());
    }

    @Test
    void refusesAnswersOfAnotherSize() throws IOException {
        URI page = server((exchange, _) -> {
            byte[] text = "<html>log in</html>".getBytes(java.nio.charset.StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, text.length);
            exchange.getResponseBody().write(text);
        });
        refused(target(), () -> open(page), "expected " + images.length + " bytes, offered 19");
        URI endless = server((exchange, _) -> {
            exchange.sendResponseHeaders(200, 0);
            for (int i = 0; i < 100; i++) {
                exchange.getResponseBody().write(images);
            }
        });
        refused(target(), () -> open(endless), "127.0.0.1");
        assertEquals(List.of(LABELS), kept());
    }

    @Test
    void givesUpOnASilentServer() throws IOException {
        URI silent = server((exchange, from) -> {
            send(exchange, images, from, (int) from);
            pause(5_000);
        });
        refused(target(), () -> open(Duration.ofMillis(300), silent), "127.0.0.1: ");
    }

    @Test
    void fetchesNothingWhenForbidden() {
        refused(Path.of("mnist/train"), () -> KnownData.open("mnist", KnownData.Part.TRAIN,
                places(DataPlaces.Network.FORBIDDEN, folder)), "train-images-idx3-ubyte.gz",
                folder.toString(),
                "fetching is forbidden");
        assertEquals(List.of(), announced);
    }

    @Test
    void findsFilesInTheFolderOrBelow() throws IOException {
        Path below = Files.createDirectories(folder.resolve("data/mnist"));
        Files.write(below.resolve(IMAGES), images);
        Files.write(below.resolve(LABELS), labels);
        for (Path place : List.of(folder.resolve("data"), below)) {
            Dataset data = KnownData.open("mnist", KnownData.Part.TEST,
                    places(DataPlaces.Network.FORBIDDEN, place));
            assertEquals("mnist/test", data.name());
            assertEquals(OptionalInt.of(0), data.label(0));
        }
        Path absent = folder.resolve("absent");
        refused(absent,
                () -> KnownData.open("mnist", KnownData.Part.TEST,
                        places(DataPlaces.Network.ALLOWED, absent)),
                "expected a folder with data, found nothing there");
    }

    @Test
    void takesTheFirstRowsWhereTheRestIsMissing() throws IOException {
        Path below = Files.createDirectories(folder.resolve("kmnist"));
        Files.write(below.resolve("train-first400-images-idx3-ubyte.gz"), images);
        Files.write(below.resolve("train-first400-labels-idx1-ubyte.gz"), labels);
        Dataset data = KnownData.open("kmnist", KnownData.Part.TRAIN,
                places(DataPlaces.Network.ALLOWED, folder));
        assertEquals("kmnist/train (first 400)", data.name());
        assertEquals(OptionalInt.of(0), data.label(399));
    }

    @Test
    void noticesThatFilesAreAnotherSets() throws IOException {
        Path file = folder.resolve(IMAGES);
        Files.write(file, new byte[4422102]);
        refused(file,
                () -> KnownData.open("mnist", KnownData.Part.TEST,
                        places(DataPlaces.Network.FORBIDDEN, folder)),
                "expected mnist, found fashion-mnist");
    }

    @Test
    void knowsItsNames() {
        assertEquals(List.of("digits", "mnist", "fashion-mnist", "kmnist"), KnownData.names());
        DataException unknown = assertThrows(DataException.class,
                () -> KnownData.open("mnits", KnownData.Part.TRAIN, places(DataPlaces.Network.ALLOWED)));
        assertTrue(unknown.getMessage().contains("digits, mnist, fashion-mnist, kmnist"),
                unknown.getMessage());
        Dataset digits = KnownData.open("digits", KnownData.Part.TEST, places(DataPlaces.Network.FORBIDDEN));
        assertEquals(10_000, digits.size());
        assertEquals("digits/test", digits.name());
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

    @Test
    void theRealFilesAreTheKnownOnes() throws IOException {
        String variable = System.getenv("HOURGLASS_DATA");
        assumeTrue(variable != null, "HOURGLASS_DATA is not set");
        DataPlaces real = DataPlaces.standard(Optional.empty(), DataPlaces.Network.FORBIDDEN, null);
        int found = 0;
        for (KnownSet set : KnownSet.ALL) {
            for (KnownData.Part part : KnownData.Part.values()) {
                KnownSet.Files files = set.files(part);
                for (KnownFile file : List.of(files.images(), files.labels())) {
                    Path path = Path.of(variable, set.name(), file.name());
                    if (Files.exists(path)) {
                        assertEquals(file, known(file.name(), Files.readAllBytes(path)), path.toString());
                        found++;
                    }
                }
                if (Files.exists(Path.of(variable, set.name(), files.images().name()))) {
                    Dataset data = KnownData.open(set.name(), part, real);
                    assertEquals(part == KnownData.Part.TRAIN ? 60_000 : 10_000, data.size());
                    assertEquals(Shape.of(28, 28, 1), data.shape());
                    assertTrue(data.label(0).isPresent());
                }
            }
        }
        assertFalse(found == 0, "none of the known files in " + variable);
    }
}
