package dev.hourglass.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hourglass.plan.Shape;
import dev.hourglass.report.Table.Cell;
import dev.hourglass.report.Table.Column;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SectionTest {

    @Test
    void theBestOfAColumnStandsOut() {
        var table = new Table("", List.of(Column.of("name"), Column.lowest("error"), Column.highest("auroc")),
                List.of(Table.Row.of(Cell.of("a"), Cell.of(0.1, "%.1f"), Cell.of(Double.NaN, "%.1f")),
                        Table.Row.of(Cell.of("b"), Cell.of(0.2, "%.1f"), Cell.of(0.94, "%.1f")),
                        Table.Row.of(Cell.of("c"), Cell.of(0.3, "%.1f"), Cell.of(0.93, "%.1f"))),
                "");
        assertTrue(table.isBest(table.rows().get(0), 1));
        assertFalse(table.isBest(table.rows().get(1), 1));
        assertFalse(table.isBest(table.rows().get(0), 2));
        // They look the same to the reader.
        assertTrue(table.isBest(table.rows().get(1), 2));
        assertTrue(table.isBest(table.rows().get(2), 2));
        assertFalse(table.isBest(table.rows().get(0), 0));
    }

    @Test
    void aRowHasOneCellPerColumn() {
        var columns = List.of(Column.of("a"), Column.of("b"));
        var rows = List.of(Table.Row.of(Cell.of("x")));
        assertThrows(IllegalArgumentException.class, () -> new Table("", columns, rows, ""));
    }

    @Test
    void aHistogramCountsEveryValueOnce() {
        var histogram = Histogram.of("", Axis.of("x"), Histogram.Heights.COUNT,
                Map.of("n", new double[] {0, 1, 2, 3, 4, 40, 40, Double.NaN}));
        var counts = histogram.groups().getFirst().counts();
        assertEquals(7, counts.stream().mapToInt(each -> each).sum());
        assertEquals(2, counts.getLast());
        assertEquals(1, counts.get(4));
        assertEquals(0.0, histogram.edges().getFirst());
        assertEquals(40.0, histogram.edges().getLast());
        assertEquals("1 of the values is not finite, and left out.", histogram.note());
    }

    @Test
    void aHistogramOfOneValueHasBins() {
        for (double value : new double[] {0, 5, -2, 1e300}) {
            var histogram = Histogram.of("", Axis.of("x"), Histogram.Heights.COUNT,
                    Map.of("n", new double[] {value}));
            assertEquals(1, histogram.groups().getFirst().counts().stream().mapToInt(each -> each).sum());
            assertTrue(histogram.edges().getFirst() < histogram.edges().getLast());
        }
    }

    @Test
    void binsOfALogarithmicAxisHaveEqualRatios() {
        var edges = Histogram.of("", Axis.log("x"), Histogram.Heights.SHARE,
                Map.of("n", new double[] {0.001, 10, 0, -1})).edges();
        assertEquals(0.001, edges.getFirst(), 1e-12);
        assertEquals(0.1, edges.get(20), 1e-9);
        assertEquals(10, edges.getLast(), 1e-9);
    }

    @Test
    void aLogarithmicAxisOfLessThanATenthBecomesLinear() {
        var histogram = Histogram.of("", Axis.log("x"), Histogram.Heights.COUNT,
                Map.of("n", new double[] {1, 2, 5, -1}));
        assertEquals(Axis.Scale.LINEAR, histogram.x().scale());
        assertEquals(3, histogram.edges().get(20), 1e-12);
        assertEquals(3, histogram.groups().getFirst().counts().stream().mapToInt(each -> each).sum());
    }

    @Test
    void aSpriteHoldsEveryPicture() {
        var sprite = Sprite.of(new float[7 * 12], Shape.of(4, 3, 1));
        assertEquals(7, sprite.count());
        assertEquals(3, sprite.columns());
        assertEquals(3, sprite.width());
        assertEquals(4, sprite.height());
    }

    @Test
    void aSpriteMakesLargePicturesSmaller() {
        var sprite = Sprite.of(List.of(new BufferedImage(640, 320, BufferedImage.TYPE_INT_RGB)));
        assertEquals(64, sprite.width());
        assertEquals(32, sprite.height());
    }

    @Test
    void aThumbnailMustBeThere() {
        var groups = List.of(new Scatter.Group("g", List.of(new Scatter.Mark(0, 0, "", 0))));
        assertThrows(IllegalArgumentException.class,
                () -> new Scatter("", Axis.of("x"), Axis.of("y"), groups, Optional.empty(), ""));
    }

    @Test
    void picturesAreOfTheirValues() throws Exception {
        var uri = Picture.of(new float[] {0, 1, 2, Float.NaN}, Shape.of(2, 2, 1)).dataUri();
        var image = javax.imageio.ImageIO.read(new java.io.ByteArrayInputStream(
                java.util.Base64.getDecoder().decode(uri.substring(uri.indexOf(',') + 1))));
        assertEquals(0xff000000, image.getRGB(0, 0));
        assertEquals(0xffffffff, image.getRGB(1, 0));
        assertEquals(0xffffffff, image.getRGB(0, 1));
        assertEquals(0xff000000, image.getRGB(1, 1));
        assertThrows(IllegalArgumentException.class, () -> Picture.of(new float[3], Shape.of(2, 2, 1)));
    }
}
