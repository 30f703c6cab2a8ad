package dev.hourglass.report;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.hourglass.plan.Shape;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import javax.imageio.ImageIO;

/** An immutable picture, kept as PNG. */
public final class Picture {
    private static final String PREFIX = "data:image/png;base64,";

    private final String dataUri;

    private Picture(String dataUri) {
        this.dataUri = dataUri;
    }

    public static Picture of(BufferedImage image) {
        var bytes = new ByteArrayOutputStream();
        try {
            ImageIO.setUseCache(false);
            if (!ImageIO.write(image, "png", bytes)) {
                throw new IOException("Java has no PNG writer here");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Picture(PREFIX + Base64.getEncoder().encodeToString(bytes.toByteArray()));
    }

    /**
     * An image of a data set.
     *
     * @param values in [0, 1], channels last; others are clipped, NaN is black
     * @param shape  (h, w, c) with c of 1 (grey) or 3 (red, green, blue); of other numbers the first is shown
     */
    public static Picture of(float[] values, Shape shape) {
        return of(Raster.image(values, 0, shape));
    }

    /**
     * Values as a heat map, from dark violet (0) to yellow ({@code max} and more).
     *
     * @param values w · h of them, row by row
     */
    public static Picture heat(float[] values, int width, int height, double max) {
        return of(Raster.heat(values, width, height, max));
    }

    @JsonCreator
    static Picture ofDataUri(String uri) {
        // Whatever a file says, nothing but an image in the page itself is ever loaded.
        if (!uri.matches("data:image/png;base64,[A-Za-z0-9+/=]*")) {
            throw new IllegalArgumentException("expected a PNG as data URI");
        }
        return new Picture(uri);
    }

    /** The picture as the address of itself. */
    @JsonValue
    public String dataUri() {
        return dataUri;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Picture picture && picture.dataUri.equals(dataUri);
    }

    @Override
    public int hashCode() {
        return dataUri.hashCode();
    }

    @Override
    public String toString() {
        return "Picture[" + dataUri.length() + " characters]";
    }
}
