package dev.hourglass.data;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;

/** What the servers of {@link DownloadTest} are made of. */
final class Loopback {

    private Loopback() {
    }

    /** What a server does when a file is asked for from a byte on. */
    interface Answer {
        void to(HttpExchange exchange, long from) throws IOException;
    }

    /** Sends the bytes from {@code from} to {@code end} and promises all of them. */
    static void send(HttpExchange exchange, byte[] bytes, long from, int end) throws IOException {
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

    static void pause(int millis) throws IOException {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    /** The address of a server that is not there any more. */
    static URI refusing() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/");
        }
    }
}
