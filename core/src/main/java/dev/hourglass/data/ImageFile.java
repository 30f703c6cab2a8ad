package dev.hourglass.data;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** One PNG or JPEG file, checked before anything is decoded. Transparency is ignored. */
final class ImageFile {
    private final Path file;
    private final byte[] bytes;
    private final ImageHeader header;

    private ImageFile(Path file, byte[] bytes, ImageHeader header) {
        this.file = file;
        this.bytes = bytes;
        this.header = header;
    }

    /** Reads the file and checks its header. */
    static ImageFile open(Path file) {
        Input.checkIsFile(file);
        try {
            byte[] bytes = Files.readAllBytes(file);
            return new ImageFile(file, bytes, ImageHeader.parse(file, bytes));
        } catch (IOException e) {
            throw DataException.reading(file, e);
        } catch (OutOfMemoryError e) {
            throw new DataException(file + ": too large for Java's heap; raise it with -Xmx", e);
        }
    }

    ImageHeader header() {
        return header;
    }

    /** The h · w · channels grey levels. */
    byte[] decode(int channels) {
        try {
            byte[] levels = new byte[Math.multiplyExact(header.height() * channels, header.width())];
            decode(channels, levels, 0);
            return levels;
        } catch (OutOfMemoryError e) {
            throw tooLarge(e);
        }
    }

    private DataException tooLarge(OutOfMemoryError e) {
        return new DataException(
                file + ": an image of " + header.size() + " is too large for Java's heap; raise it with -Xmx",
                e);
    }

    /** Writes h · w · channels grey levels into {@code into} from {@code offset} on. */
    void decode(int channels, byte[] into, int offset) {
        BufferedImage image = decode();
        ColorModel colours = image.getColorModel();
        Raster raster = image.getRaster();
        int bands = colours instanceof IndexColorModel ? 0 : raster.getNumBands();
        int top = bands == 0 ? 255 : (1 << colours.getComponentSize(0)) - 1;
        int[] samples = new int[image.getWidth() * Math.max(bands, 1)];
        int at = offset;
        for (int y = 0; y < image.getHeight(); y++) {
            if (bands == 0) {
                image.getRGB(0, y, image.getWidth(), 1, samples, 0, image.getWidth());
            } else {
                raster.getPixels(0, y, image.getWidth(), 1, samples);
            }
            for (int x = 0; x < image.getWidth(); x++) {
                int r;
                int g;
                int b;
                if (bands == 0) {
                    r = samples[x] >> 16 & 0xff;
                    g = samples[x] >> 8 & 0xff;
                    b = samples[x] & 0xff;
                } else {
                    int step = bands < 3 ? 0 : 1;
                    r = level(samples[x * bands], top);
                    g = level(samples[x * bands + step], top);
                    b = level(samples[x * bands + 2 * step], top);
                }
                if (channels == 1) {
                    into[at++] = (byte) ((299 * r + 587 * g + 114 * b + 500) / 1000);
                } else {
                    into[at++] = (byte) r;
                    into[at++] = (byte) g;
                    into[at++] = (byte) b;
                }
            }
        }
    }

    private static int level(int sample, int top) {
        return top == 255 ? sample : (int) ((255L * sample + top / 2) / top);
    }

    private BufferedImage decode() {
        String format = header.kind().name().toLowerCase(Locale.ROOT);
        ImageReader reader = ImageIO.getImageReadersByFormatName(format).next();
        String[] warned = new String[1];
        try (MemoryCacheImageInputStream in = new MemoryCacheImageInputStream(
                new ByteArrayInputStream(bytes))) {
            reader.addIIOReadWarningListener((_, text) -> warned[0] = text);
            reader.setInput(in, true, true);
            BufferedImage image = reader.read(0);
            // A JPEG that ends early is decoded to the end with grey and only warned about.
            if (warned[0] != null && header.kind() == FileKind.JPEG
                    && !warned[0].contains("extraneous bytes")) {
                throw new DataException(file + ": damaged JPEG image (" + warned[0] + ")");
            }
            return image;
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new DataException(file + ": damaged or unsupported " + header.kind() + " image ("
                    + cause.getMessage() + ")", e);
        } catch (OutOfMemoryError e) {
            throw tooLarge(e);
        } finally {
            reader.dispose();
        }
    }
}
