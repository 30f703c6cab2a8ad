package dev.hourglass.data;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CancellationException;

/**
 * Fetches one file: into {@code NAME.part}, going on where an earlier try was cut, from one mirror after the
 * other. The file gets its name only when size and checksum are right.
 */
final class Download {
    private static final int TRIES = 5;
    private static final int REPORT_EVERY = 1 << 18;

    private final KnownFile file;
    private final Path folder;
    private final DownloadListener listener;
    private final Duration patience;
    private final List<String> failures = new ArrayList<>();

    /** @param patience how long a mirror may send nothing */
    Download(KnownFile file, Path folder, DownloadListener listener, Duration patience) {
        this.file = file;
        this.folder = folder;
        this.listener = listener;
        this.patience = patience;
    }

    /** Returns the finished file. */
    Path from(List<URI> mirrors) {
        Path target = folder.resolve(file.name());
        Path part = folder.resolve(file.name() + ".part");
        try {
            Files.createDirectories(folder);
            try (FileChannel channel = FileChannel.open(part, StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE); FileLock lock = lock(channel)) {
                if (lock == null) {
                    throw new DataException(
                            part + ": another program is fetching this file; wait for it to finish");
                }
                fetch(mirrors, channel);
                channel.force(true);
            } catch (IncompleteException e) {
                if (Files.size(part) == 0) {
                    Files.delete(part);
                }
                throw new DataException(e.getMessage());
            }
            return Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw DataException.writing(target, e);
        }
    }

    private static FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException _) {
            return null;
        }
    }

    /** No mirror gave the whole file. */
    private static final class IncompleteException extends Exception {
        private static final long serialVersionUID = 1L;

        IncompleteException(String message) {
            super(message);
        }
    }

    private void fetch(List<URI> mirrors, FileChannel channel) throws IOException, IncompleteException {
        if (channel.size() > file.bytes()) {
            channel.truncate(0);
        }
        if (channel.size() == file.bytes() && sumIsRight(channel, "the kept part")) {
            return;
        }
        try (HttpClient client = HttpClient.newBuilder().connectTimeout(patience)
                .followRedirects(HttpClient.Redirect.NORMAL).build()) {
            try {
                for (URI mirror : mirrors) {
                    if (fetch(client, mirror.resolve(file.name()), channel)) {
                        return;
                    }
                }
            } finally {
                client.shutdownNow();
            }
        }
        throw new IncompleteException(folder.resolve(file.name()) + ": could not be fetched: "
                + String.join("; ", failures) + "; " + channel.size() + " of " + file.bytes()
                + " bytes are kept for the next try; you may also put the file there yourself");
    }

    /** Tries one mirror, again where the connection was cut. */
    private boolean fetch(HttpClient client, URI source, FileChannel channel) throws IOException {
        for (int attempt = 0; attempt < TRIES; attempt++) {
            long before = channel.size();
            try {
                receive(client, source, channel);
                if (sumIsRight(channel, source.getHost())) {
                    return true;
                }
                if (before == 0) {
                    return false;
                }
                // What an earlier run had kept may be what is wrong: once more from the start.
            } catch (MirrorException e) {
                if (attempt == TRIES - 1 || e.next == Next.OTHER_MIRROR) {
                    failures.add(source.getHost() + ": " + e.getMessage());
                    return false;
                }
            }
        }
        return false;
    }

    private enum Next {
        RESUME, OTHER_MIRROR
    }

    /** What a mirror did wrong; errors of the disk are IOExceptions. */
    private static final class MirrorException extends Exception {
        private static final long serialVersionUID = 1L;

        private final Next next;

        MirrorException(String message, Next next) {
            super(message);
            this.next = next;
        }
    }

    private void receive(HttpClient client, URI source, FileChannel channel)
            throws IOException, MirrorException {
        long have = channel.size();
        HttpRequest.Builder request = HttpRequest.newBuilder(source).timeout(patience);
        if (have > 0) {
            request.header("Range", "bytes=" + have + "-");
        }
        HttpResponse<InputStream> response = send(client, request.build());
        try (InputStream body = response.body()) {
            boolean resumed = response.statusCode() == 206
                    && response.headers().firstValue("Content-Range").orElse("")
                            .startsWith("bytes " + have + "-");
            if (response.statusCode() != 200 && !resumed) {
                throw new MirrorException("HTTP status " + response.statusCode(), Next.OTHER_MIRROR);
            }
            long start = resumed ? have : 0;
            long announced = response.headers().firstValueAsLong("Content-Length")
                    .orElse(file.bytes() - start);
            if (announced != file.bytes() - start) {
                throw new MirrorException(
                        "expected " + (file.bytes() - start) + " bytes, offered " + announced,
                        Next.OTHER_MIRROR);
            }
            copy(body, channel.truncate(start).position(start));
        }
    }

    private static HttpResponse<InputStream> send(HttpClient client, HttpRequest request)
            throws MirrorException {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw new MirrorException(reason(e), Next.OTHER_MIRROR);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while fetching " + request.uri());
        }
    }

    private static String reason(IOException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException) {
                return "host not found (no network?)";
            }
        }
        return switch (e) {
            case HttpTimeoutException _ -> "no answer";
            case ConnectException _ -> "connection refused";
            default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        };
    }

    private void copy(InputStream body, FileChannel channel) throws IOException, MirrorException {
        byte[] buffer = new byte[1 << 15];
        long reported = channel.position();
        try (Watchdog watchdog = new Watchdog(body, patience)) {
            while (channel.position() < file.bytes()) {
                int count = read(body, buffer, channel.position());
                watchdog.fed();
                if (count > file.bytes() - channel.position()) {
                    channel.truncate(0);
                    throw new MirrorException("sent more than the expected " + file.bytes() + " bytes",
                            Next.OTHER_MIRROR);
                }
                ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, count);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                if (channel.position() - reported >= REPORT_EVERY || channel.position() == file.bytes()) {
                    reported = channel.position();
                    listener.progressed(file.name(), reported, file.bytes());
                }
            }
        }
    }

    private int read(InputStream body, byte[] buffer, long position) throws MirrorException {
        int count;
        try {
            count = body.read(buffer);
        } catch (IOException _) {
            count = -1;
        }
        if (count < 0) {
            throw new MirrorException(
                    "the connection was cut after " + position + " of " + file.bytes()
                            + " bytes",
                    Next.RESUME);
        }
        return count;
    }

    /** A file with a wrong checksum is emptied: nothing of it is worth keeping. */
    private boolean sumIsRight(FileChannel channel, String source) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
        ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
        channel.position(0);
        while (channel.read(buffer.clear()) >= 0) {
            digest.update(buffer.flip());
        }
        String found = HexFormat.of().formatHex(digest.digest());
        if (found.equals(file.sha256())) {
            return true;
        }
        channel.truncate(0);
        failures.add(source + ": SHA-256: expected " + file.sha256() + ", found " + found + ", thrown away");
        return false;
    }
}
