package dev.hourglass.evaluation;

import dev.hourglass.plan.Shape;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;

/**
 * How large an image is in a common file format, and what it loses there, by Java's ImageIO. Sizes are of the
 * whole file, headers included: for images of some hundred pixels these are most of it, so a {@link Mosaic}
 * is the fairer measure.
 */
public sealed interface ImageCodec {

    /** What to call it in a table. */
    String title();

    /**
     * Encodes and decodes.
     *
     * @param image values in [0, 1], rounded to 8 bits
     * @param shape (h, w, c) with one channel (grey) or three (colour)
     */
    Coded code(float[] image, Shape shape);

    /**
     * @param bytes            size of the file
     * @param bitsPerPixel     the same in bits for each pixel, whatever its channels
     * @param meanSquaredError of the decoded image against the one given, per value
     */
    record Coded(int bytes, double bitsPerPixel, double meanSquaredError) {
    }

    /** PNG at its strongest compression: loses nothing beyond the rounding to 8 bits. */
    record Png() implements ImageCodec {
        @Override
        public String title() {
            return "PNG";
        }

        @Override
        public Coded code(float[] image, Shape shape) {
            return Files.code(image, shape, "png", 0);
        }
    }

    /**
     * Baseline JPEG with Java's standard tables; colours as luma and chroma, chroma at half the resolution in
     * both directions (4:2:0).
     *
     * @param quality 0 to 100
     */
    record Jpeg(int quality) implements ImageCodec {
        public Jpeg {
            if (quality < 0 || quality > 100) {
                throw new IllegalArgumentException("JPEG's quality lies in 0 to 100, found " + quality);
            }
        }

        @Override
        public String title() {
            return "JPEG " + quality;
        }

        @Override
        public Coded code(float[] image, Shape shape) {
            return Files.code(image, shape, "jpeg", quality / 100f);
        }
    }

    /** Files in memory. */
    final class Files {

        private Files() {
        }

        private static Coded code(float[] image, Shape shape, String format, float quality) {
            BufferedImage picture = picture(image, shape);
            try {
                byte[] file = encode(picture, format, quality);
                BufferedImage back = ImageIO.read(new ByteArrayInputStream(file));
                double pixels = (double) picture.getWidth() * picture.getHeight();
                return new Coded(file.length, 8.0 * file.length / pixels,
                        ImageQuality.meanSquaredError(values(back, shape), image));
            } catch (IOException e) {
                throw new UncheckedIOException("an image of shape " + shape + " was not encoded as " + format,
                        e);
            }
        }

        private static byte[] encode(BufferedImage picture, String format, float quality)
                throws IOException {
            var bytes = new ByteArrayOutputStream();
            var writer = ImageIO.getImageWritersByFormatName(format).next();
            try (var out = ImageIO.createImageOutputStream(bytes)) {
                writer.setOutput(out);
                var settings = writer.getDefaultWriteParam();
                settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
                settings.setCompressionQuality(quality);
                writer.write(null, new IIOImage(picture, null, null), settings);
            } finally {
                writer.dispose();
            }
            return bytes.toByteArray();
        }

        private static BufferedImage picture(float[] image, Shape shape) {
            int channels = shape.rank() == 3 ? shape.extent(2) : 0;
            if (channels != 1 && channels != 3 || shape.elements() != image.length) {
                throw new IllegalArgumentException("expected an image (h, w, 1) or (h, w, 3), found "
                        + image.length + " values and shape " + shape);
            }
            var picture = new BufferedImage(shape.extent(1), shape.extent(0),
                    channels == 1 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_3BYTE_BGR);
            int[] samples = new int[image.length];
            for (int i = 0; i < samples.length; i++) {
                samples[i] = Math.round(255 * Math.clamp(image[i], 0f, 1f));
            }
            picture.getRaster().setPixels(0, 0, picture.getWidth(), picture.getHeight(), samples);
            return picture;
        }

        private static float[] values(BufferedImage picture, Shape shape) {
            int[] samples = picture.getRaster().getPixels(0, 0, picture.getWidth(), picture.getHeight(),
                    (int[]) null);
            if (samples.length != shape.elements()) {
                throw new IllegalStateException(
                        "an image of shape " + shape + " came back with " + samples.length + " values");
            }
            float[] values = new float[samples.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = samples[i] / 255f;
            }
            return values;
        }
    }
}
