package dev.hourglass.cli;

import dev.hourglass.plan.Shape;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;

/** Draws pictures in rows with captions, enlarged so that people see them. */
public final class SampleSheet {

    /**
     * A row of pictures of equal size.
     *
     * @param note under the caption; may be empty
     */
    public record Strip(String caption, String note, List<BufferedImage> pictures) {
        public Strip {
            pictures = List.copyOf(pictures);
        }
    }

    /**
     * Rows that belong together: the same images, treated differently.
     *
     * @param title what they are; may be empty
     */
    public record Section(String title, List<Strip> strips) {
        public Section {
            strips = List.copyOf(strips);
        }
    }

    private static final int CELL = 84;
    private static final int GAP = 6;
    private static final int MARGIN = 16;
    private static final int CAPTIONS = 96;
    private static final int TITLE = 30;
    private static final int WIDEST = 1800;
    private static final Color PAPER = Color.WHITE;
    private static final Color INK = new Color(0x33, 0x33, 0x33);

    private SampleSheet() {
    }

    /** How many pictures of a shape fit side by side, at most {@code wanted}. */
    public static int columns(int wanted, Shape row) {
        return Math.clamp((WIDEST - CAPTIONS) / (row.extent(1) * scale(row.extent(1)) + GAP), 1, wanted);
    }

    private static int scale(int side) {
        return Math.max(1, Math.round((float) CELL / side));
    }

    public static BufferedImage draw(List<Section> sections) {
        var first = sections.getFirst().strips().getFirst().pictures().getFirst();
        int scale = scale(first.getWidth());
        int w = first.getWidth() * scale;
        int h = first.getHeight() * scale;
        int columns = sections.getFirst().strips().getFirst().pictures().size();
        int height = MARGIN - GAP;
        for (Section section : sections) {
            height += (section.title().isEmpty() ? 0 : TITLE) + section.strips().size() * (h + GAP);
        }
        var sheet = new BufferedImage(MARGIN + CAPTIONS + columns * (w + GAP) - GAP + MARGIN, height + MARGIN,
                BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = sheet.createGraphics();
        pen.setColor(PAPER);
        pen.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
        int y = MARGIN;
        for (Section section : sections) {
            if (!section.title().isEmpty()) {
                text(pen, section.title(), MARGIN + CAPTIONS, y + TITLE - 10);
                y += TITLE;
            }
            for (Strip strip : section.strips()) {
                int middle = y + h / 2 + 5;
                boolean noted = !strip.note().isEmpty();
                text(pen, strip.caption(), MARGIN, noted ? middle - 9 : middle);
                text(pen, strip.note(), MARGIN, middle + 11);
                int x = MARGIN + CAPTIONS;
                for (BufferedImage picture : strip.pictures()) {
                    pen.drawImage(picture, x, y, w, h, null);
                    x += w + GAP;
                }
                y += h + GAP;
            }
        }
        pen.dispose();
        return sheet;
    }

    /** Where Java finds no fonts at all, the pictures are worth having without words. */
    private static void text(Graphics2D pen, String words, int x, int y) {
        try {
            pen.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING,
                    RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            pen.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 16));
            pen.setColor(INK);
            pen.drawString(words, x, y);
        } catch (RuntimeException | LinkageError | InternalError _) {
            pen.setColor(PAPER);
        }
    }
}
