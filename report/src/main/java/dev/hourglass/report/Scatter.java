package dev.hourglass.report;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.util.List;
import java.util.Optional;

/**
 * Points in the plane, coloured by group; pointing at one shows its text and its picture. Ten thousand points
 * are fine; of pictures, some two thousand keep the file small.
 *
 * @param groups     such as one per label, in the order of the legend
 * @param thumbnails the points' pictures; empty for none
 * @param note       a sentence under the chart; may be empty
 */
public record Scatter(String title, Axis x, Axis y, List<Group> groups, Optional<Sprite> thumbnails,
        String note) implements Section {

    /** Points of one colour. */
    public record Group(String name, List<Mark> marks) {
        public Group {
            marks = List.copyOf(marks);
        }
    }

    /**
     * A point.
     *
     * @param text      shown when pointed at; may be empty
     * @param thumbnail its picture's place among the thumbnails, from 0; -1 for none
     */
    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    public record Mark(double x, double y, String text, int thumbnail) {
    }

    public Scatter {
        groups = List.copyOf(groups);
        int pictures = thumbnails.map(Sprite::count).orElse(0);
        groups.forEach(group -> group.marks().forEach(mark -> check(mark, pictures)));
    }

    private static void check(Mark mark, int pictures) {
        if (mark.thumbnail() < -1 || mark.thumbnail() >= pictures) {
            throw new IllegalArgumentException("expected a thumbnail from 0 to " + (pictures - 1)
                    + ", or -1, found " + mark.thumbnail());
        }
    }
}
