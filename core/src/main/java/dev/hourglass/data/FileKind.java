package dev.hourglass.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** What a file is by its first bytes, whatever its name says. */
enum FileKind {
    EMPTY("nothing (an empty file)"),
    GZIP("gzip data"),
    ZIP("a zip archive"),
    NPY("a NumPy array (npy)"),
    IDX("IDX data"),
    PNG("a PNG image"),
    JPEG("a JPEG image"),
    GIF("a GIF image"),
    BMP("a BMP image"),
    TIFF("a TIFF image"),
    WEBP("a WebP image"),
    PDF("a PDF document"),
    HDF5("an HDF5 file"),
    HTML("an HTML page"),
    SAFETENSORS("a safetensors file"),
    TEXT("text"),
    BINARY("binary data of an unknown kind");

    /** Bytes from the start of a file that are enough to tell. */
    static final int HEAD = 512;

    private final String words;

    FileKind(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }

    static FileKind of(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return of(in.readNBytes(HEAD));
        } catch (IOException e) {
            throw DataException.reading(file, e);
        }
    }

    static FileKind of(byte[] head) {
        String start = new String(head, StandardCharsets.ISO_8859_1);
        if (head.length == 0) {
            return EMPTY;
        }
        if (start.startsWith("\u001f\u008b")) {
            return GZIP;
        }
        if (start.startsWith("PK\u0003\u0004") || start.startsWith("PK\u0005\u0006")) {
            return ZIP;
        }
        if (start.startsWith("\u0093NUMPY")) {
            return NPY;
        }
        if (head.length >= 4 && head[0] == 0 && head[1] == 0 && head[2] >= 0x08 && head[2] <= 0x0e
                && head[3] >= 1
                && head[3] <= 8) {
            return IDX;
        }
        if (head.length > 8 && head[8] == '{' && head[6] == 0 && head[7] == 0) {
            return SAFETENSORS;
        }
        FileKind image = image(start);
        if (image != BINARY) {
            return image;
        }
        if (start.startsWith("%PDF")) {
            return PDF;
        }
        if (start.startsWith("\u0089HDF")) {
            return HDF5;
        }
        return text(start);
    }

    private static FileKind image(String start) {
        if (start.startsWith("\u0089PNG\r\n\u001a\n")) {
            return PNG;
        }
        if (start.startsWith("\u00ff\u00d8\u00ff")) {
            return JPEG;
        }
        if (start.startsWith("GIF8")) {
            return GIF;
        }
        if (start.startsWith("II*\0") || start.startsWith("MM\0*")) {
            return TIFF;
        }
        if (start.startsWith("RIFF") && start.startsWith("WEBP", 8)) {
            return WEBP;
        }
        return start.startsWith("BM") && start.indexOf(0) >= 0 ? BMP : BINARY;
    }

    private static FileKind text(String start) {
        boolean readable = start.chars()
                .allMatch(c -> c >= ' ' && c != 0x7f || c == '\n' || c == '\r' || c == '\t');
        if (!readable) {
            return BINARY;
        }
        String lower = start.stripLeading().toLowerCase(Locale.ROOT);
        return lower.startsWith("<!doctype html") || lower.startsWith("<html") ? HTML : TEXT;
    }
}
