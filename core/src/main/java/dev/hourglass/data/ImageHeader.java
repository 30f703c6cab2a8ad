package dev.hourglass.data;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * What a picture says of itself.
 *
 * @param channels 1 where the picture is grey, otherwise 3
 */
record ImageHeader(FileKind kind, int height, int width, int channels) {
    /**
     * More pixels than this per byte of file no picture has; a header that claims more is a bomb or a lie.
     */
    private static final long PNG_BITS_PER_BYTE = 1032 * 8;
    private static final long JPEG_PIXELS_PER_BYTE = 2048;
    private static final int SIGNATURE = 8;
    private static final int CHUNK_FRAME = 12;

    /** Width and height in words. */
    String size() {
        return width + "x" + height;
    }

    static ImageHeader parse(Path file, byte[] bytes) {
        FileKind kind = FileKind
                .of(bytes.length > FileKind.HEAD ? Arrays.copyOf(bytes, FileKind.HEAD) : bytes);
        return switch (kind) {
            case PNG -> png(file, ByteBuffer.wrap(bytes));
            case JPEG -> jpeg(file, ByteBuffer.wrap(bytes));
            default ->
                throw new DataException(file + ": expected a PNG or JPEG image, found " + kind.words());
        };
    }

    /** Walks over all chunks and checks their sums: the decoder of the JDK would not notice most damage. */
    private static ImageHeader png(Path file, ByteBuffer in) {
        ImageHeader header = null;
        in.position(SIGNATURE);
        while (true) {
            int start = in.position();
            if (in.remaining() < CHUNK_FRAME || in.getInt(start) < 0
                    || in.getInt(start) > in.remaining() - CHUNK_FRAME) {
                throw new DataException(
                        file + ": byte " + start + ": the PNG image is cut short (" + in.capacity()
                                + " bytes, no end mark)");
            }
            int length = in.getInt(start);
            String type = name(in, start + 4);
            CRC32 sum = new CRC32();
            sum.update(in.array(), start + 4, 4 + length);
            int expected = in.getInt(start + 8 + length);
            if ((int) sum.getValue() != expected) {
                throw new DataException(
                        "%s: byte %d: damaged PNG image: checksum of %s: expected %08x, found %08x"
                                .formatted(file, start, type, expected, sum.getValue()));
            }
            if (header == null) {
                header = start(file, in, type, length);
            }
            if (type.equals("IEND")) {
                return header;
            }
            in.position(start + CHUNK_FRAME + length);
        }
    }

    private static String name(ByteBuffer in, int at) {
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < 4; i++) {
            int c = in.get(at + i);
            name.append(c > ' ' && c < 0x7f ? (char) c : '?');
        }
        return name.toString();
    }

    private static ImageHeader start(Path file, ByteBuffer in, String type, int length) {
        if (!type.equals("IHDR") || length != 13) {
            throw new DataException(file + ": a PNG image must start with IHDR, found " + type);
        }
        int width = in.getInt(16);
        int height = in.getInt(20);
        int depth = in.get(24);
        int colour = in.get(25);
        int samples = switch (colour) {
            case 2 -> 3;
            case 4 -> 2;
            case 6 -> 4;
            default -> 1;
        };
        long most = PNG_BITS_PER_BYTE * in.capacity() / Math.max(1, samples * depth);
        return checked(file, FileKind.PNG, height, width, colour == 0 || colour == 4 ? 1 : 3, most);
    }

    private static ImageHeader checked(Path file, FileKind kind, int height, int width, int channels,
            long most) {
        long pixels = (long) height * width;
        if (height < 1 || width < 1) {
            throw new DataException(
                    file + ": an image must have at least one pixel, found " + width + "x" + height);
        }
        if (pixels > most || 3 * pixels > Integer.MAX_VALUE - 8) {
            throw new DataException(file + ": the header claims " + width + "x" + height
                    + " pixels; so many cannot be in this file or be held at once");
        }
        return new ImageHeader(kind, height, width, channels);
    }

    /** Walks over the segments to the frame header (SOF). */
    private static ImageHeader jpeg(Path file, ByteBuffer in) {
        int at = 2;
        while (at + 9 < in.capacity() && in.get(at) == (byte) 0xff) {
            int marker = in.get(at + 1) & 0xff;
            if (marker == 0xff) {
                at++;
            } else if (marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8
                    && marker != 0xcc) {
                int height = in.getShort(at + 5) & 0xffff;
                int width = in.getShort(at + 7) & 0xffff;
                return checked(file, FileKind.JPEG, height, width, in.get(at + 9) == 1 ? 1 : 3,
                        JPEG_PIXELS_PER_BYTE * in.capacity());
            } else {
                at += 2 + (in.getShort(at + 2) & 0xffff);
            }
        }
        throw new DataException(
                file + ": byte " + at + ": the JPEG image is cut short or damaged: no frame header");
    }
}
