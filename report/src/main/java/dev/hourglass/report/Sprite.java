package dev.hourglass.report;

import dev.hourglass.plan.Shape;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Many small pictures of one size in one, row by row: smaller than each on its own.
 *
 * @param picture all of them
 * @param width   of one, in pixels
 * @param height  of one, in pixels
 * @param columns how many stand side by side
 * @param count   how many there are
 */
public record Sprite(Picture picture, int width, int height, int columns, int count) {
    /** Larger pictures are made smaller. */
    private static final int MOST_PIXELS = 64;

    /** @param pictures of equal size, at least one */
    public static Sprite of(List<BufferedImage> pictures) {
        var first = pictures.getFirst();
        double scale = Math.min(1, (double) MOST_PIXELS / Math.max(first.getWidth(), first.getHeight()));
        int w = Math.max(1, (int) Math.round(first.getWidth() * scale));
        int h = Math.max(1, (int) Math.round(first.getHeight() * scale));
        int columns = (int) Math.ceil(Math.sqrt(pictures.size()));
        int rows = Math.ceilDiv(pictures.size(), columns);
        boolean grey = pictures.stream().allMatch(each -> each.getType() == BufferedImage.TYPE_BYTE_GRAY);
        var sheet = new BufferedImage(columns * w, rows * h,
                grey ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = sheet.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        for (int i = 0; i < pictures.size(); i++) {
            pen.drawImage(pictures.get(i), i % columns * w, i / columns * h, w, h, null);
        }
        pen.dispose();
        return new Sprite(Picture.of(sheet), w, h, columns, pictures.size());
    }

    /**
     * Images of a data set.
     *
     * @param values rows of shape {@code row}, one after the other, in [0, 1]
     * @param row    shape (h, w, c) of one
     */
    public static Sprite of(float[] values, Shape row) {
        return of(IntStream.range(0, values.length / row.elements())
                .mapToObj(i -> Raster.image(values, i * row.elements(), row)).toList());
    }
}
