package dev.hourglass.plan;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The extents of a slot, outermost first. Images are channels-last: (n, h, w, c).
 *
 * @param extents each at least 1; an empty list is a scalar
 */
public record Shape(List<Integer> extents) {

    public Shape {
        extents = List.copyOf(extents);
        long elements = 1;
        for (int extent : extents) {
            if (extent < 1) {
                throw new PlanException("shape " + text(extents) + ": every extent must be at least 1");
            }
            elements *= extent;
            if (elements > Integer.MAX_VALUE) {
                throw new PlanException("shape " + text(extents) + " has more than 2^31 - 1 elements");
            }
        }
    }

    public static Shape of(int... extents) {
        return new Shape(Arrays.stream(extents).boxed().toList());
    }

    public int rank() {
        return extents.size();
    }

    /** Extent of an axis; negative axes count from the end, -1 being the last. */
    public int extent(int axis) {
        return extents.get(axis < 0 ? extents.size() + axis : axis);
    }

    public int elements() {
        int elements = 1;
        for (int extent : extents) {
            elements *= extent;
        }
        return elements;
    }

    /** The extents without the first one: the shape of one row of a batch. */
    public Shape row() {
        if (extents.isEmpty()) {
            throw new PlanException("a scalar has no rows");
        }
        return new Shape(extents.subList(1, extents.size()));
    }

    /** This shape with a leading extent {@code n}: a batch of n rows of this shape. */
    public Shape batch(int n) {
        return new Shape(
                IntStream.concat(IntStream.of(n), extents.stream().mapToInt(i -> i)).boxed().toList());
    }

    @Override
    public String toString() {
        return text(extents);
    }

    private static String text(List<Integer> extents) {
        return extents.stream().map(String::valueOf).collect(Collectors.joining("x", "[", "]"));
    }
}
