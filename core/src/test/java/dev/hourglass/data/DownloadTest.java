package dev.hourglass.data;

import static dev.hourglass.data.Faults.gzip;
import static dev.hourglass.data.Faults.refused;
import static dev.hourglass.data.Loopback.pause;
import static dev.hourglass.data.Loopback.refusing;
import static dev.hourglass.data.Loopback.send;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.hourglass.plan.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fetches from a server on this machine that does what real ones do wrong. */
class DownloadTest {
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

    private URI server(Loopback.Answer answer) throws IOException {
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

    private URI good() throws IOException {
        return server((exchange, from) -> send(exchange, images, from, images.length));
    }

    static KnownFile known(String name, byte[] bytes) {
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
        return KnownData.open(set, KnownData.Part.TEST, places(), patience);
    }

    private Dataset open(URI... mirrors) {
        return open(PATIENCE, mirrors);
    }

    private DataPlaces places() {
        return new DataPlaces(List.of(), folder.resolve("cache"), DataPlaces.Network.ALLOWED,
                new DownloadListener() {
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
    void leavesAFileToTheProgramThatIsFetchingIt() throws IOException {
        URI mirror = good();
        Path part = target().resolveSibling(LABELS + ".part");
        Files.createDirectories(part.getParent());
        try (FileChannel other = FileChannel.open(part, StandardOpenOption.CREATE,
                StandardOpenOption.WRITE)) {
            other.lock();
            refused(part, () -> open(mirror), "another program is fetching this file");
        }
        assertEquals(400, open(mirror).size());
    }

    @Test
    void saysWhenTheCacheCannotBeWritten() throws IOException {
        URI mirror = good();
        Files.write(folder.resolve("cache"), new byte[1]);
        refused(target().resolveSibling(LABELS), () -> open(mirror), "cannot be written");
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
}
