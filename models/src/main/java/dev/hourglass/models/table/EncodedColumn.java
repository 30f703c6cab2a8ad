package dev.hourglass.models.table;

import dev.hourglass.data.Cells;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;

/** How one column of a table becomes features. */
public sealed interface EncodedColumn {

    /** The column's name in the table. */
    String name();

    /** Features it becomes; none where nothing can be learnt of it. */
    int width();

    /** Name of one of its features, for people. */
    String feature(int index);

    /** Whether values were missing when the encoding was fitted. */
    enum Gaps {
        /** None: a missing value is taken for the median. */
        NONE,
        /** Some: one more feature says that the value is missing. */
        MARKED
    }

    /** What the values were when the encoding was fitted. */
    enum Values {
        /** Any numbers. */
        REAL,
        /** Whole numbers only: what is decoded is rounded to one. */
        WHOLE
    }

    /**
     * (value − center) / scale; a missing value is taken for the median.
     *
     * @param scale positive
     * @param fill  the scaled median
     */
    record Number(String name, double center, double scale, float fill, Gaps gaps, Values values)
            implements
            EncodedColumn {
        /** Keeps features finite in float arithmetic, however far outside the training part a value lies. */
        private static final double FARTHEST = 1e6;

        public Number {
            if (!Double.isFinite(center) || !(scale > 0) || Double.isInfinite(scale)
                    || !Float.isFinite(fill)) {
                throw new IllegalArgumentException(
                        "column " + name + ": center " + center + ", scale " + scale
                                + " and fill " + fill + " must be finite, the scale positive");
            }
        }

        @Override
        public int width() {
            return gaps == Gaps.NONE ? 1 : 2;
        }

        @Override
        public String feature(int index) {
            return index == 0 ? name : name + " is missing";
        }

        float scaled(double value) {
            return (float) Math.clamp((value - center) / scale, -FARTHEST, FARTHEST);
        }

        /** The text of a scaled value in the column's own unit. */
        String text(float scaled) {
            double value = center + scale * scaled;
            return values == Values.WHOLE && Double.isFinite(value)
                    ? new BigDecimal(Math.rint(value)).toPlainString()
                    : Float.toString((float) value);
        }
    }

    /**
     * One feature for each category, 1 where it holds; one more for everything that has none: what was not
     * seen, or too seldom. A missing value is a category of its own, the empty text, where it was seen.
     *
     * @param categories at least one
     */
    record Category(String name, List<String> categories) implements EncodedColumn {
        public Category {
            categories = List.copyOf(categories);
            if (categories.isEmpty() || new HashSet<>(categories).size() < categories.size()) {
                throw new IllegalArgumentException("column " + name
                        + ": expected at least one category, and each once, found " + categories);
            }
        }

        @Override
        public int width() {
            return categories.size() + 1;
        }

        @Override
        public String feature(int index) {
            if (index == categories.size()) {
                return name + " is something else";
            }
            return categories.get(index).isEmpty() ? name + " is missing"
                    : name + " = " + categories.get(index);
        }
    }

    /**
     * A column that was the same in all rows that the encoding was fitted on: nothing to learn, but decoded
     * rows have it again, and a change in it can be seen.
     *
     * @param value its text; empty where every value was missing
     */
    record Constant(String name, String value) implements EncodedColumn {
        @Override
        public int width() {
            return 0;
        }

        @Override
        public String feature(int index) {
            throw new IndexOutOfBoundsException("column " + name + " has no features");
        }

        /** Whether a cell holds something else. Numbers are compared as numbers. */
        public boolean differs(String text) {
            if (text.equals(value)) {
                return false;
            }
            double now = Cells.number(text);
            return Double.isNaN(now) || (float) now != (float) Cells.number(value);
        }
    }
}
