package dev.hourglass.models;

import dev.hourglass.data.DataException;
import dev.hourglass.data.Dataset;
import dev.hourglass.plan.Shape;
import dev.hourglass.spi.Backend;
import dev.hourglass.spi.BackendException;
import dev.hourglass.spi.Options.Arithmetic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A few inputs and what a model answered to them on the backend that trained it. Whatever opens the model
 * later gives them to it again: another answer means that the backend, or this version of the library,
 * computes something else.
 */
public final class Golden {
    static final String INPUT = "input";
    /** An answer that is a detector's. */
    public static final String SCORE = "score";
    static final String CODE = "code";
    static final String OUTPUT = "output";
    private static final int MOST_ROWS = 4;
    /** Values of all inputs together, unless one row has more. */
    private static final int VALUES = 1 << 14;
    /** Sums of binary32 in another order, through a deep network. */
    private static final double STRICT = 1e-4;
    /** TF32 keeps 11 bits of each factor. */
    private static final double FAST = 2e-2;
    /** bfloat16 keeps 8 bits of each factor, and of each result on the way. */
    private static final double MIXED = 5e-2;
    /** A score is made of logarithms of small differences. */
    private static final double SCORE_FACTOR = 10;

    private final Tensors tensors;
    private final Arithmetic recorded;

    /**
     * @param tensors  {@code input} and answers, each (rows, ...)
     * @param recorded how the backend rounded that gave the answers
     */
    private Golden(Tensors tensors, Arithmetic recorded) {
        this.tensors = tensors;
        this.recorded = recorded;
    }

    /** Inputs without answers. */
    static Golden inputs(Shape row, float[] rows) {
        return new Golden(new Tensors().with(INPUT, row.batch(rows.length / row.elements()), rows),
                Arithmetic.STRICT);
    }

    /**
     * What a file holds.
     *
     * @throws DataException when inputs or answers are missing, or their numbers of rows differ; {@code file}
     *                       is named
     */
    static Optional<Golden> of(Tensors stored, String file) {
        if (stored.names().isEmpty()) {
            return Optional.empty();
        }
        if (!stored.contains(INPUT) || stored.names().size() < 2 || stored.shape(INPUT).rank() < 2) {
            throw new DataException(
                    file + ": expected golden inputs and answers, found " + stored.names());
        }
        int rows = stored.shape(INPUT).extent(0);
        for (String name : stored.names()) {
            if (stored.shape(name).extent(0) != rows) {
                throw new DataException(file + ": golden " + name + ": expected " + rows + " rows, found "
                        + stored.shape(name).extent(0));
            }
        }
        return Optional.of(new Golden(stored, Arithmetic.STRICT));
    }

    /** Rows of a data set, evenly spread, as many as a file should hold. */
    public static float[] rows(Dataset data) {
        int width = data.shape().elements();
        int count = Math.min(Math.clamp(VALUES / width, 1, MOST_ROWS), data.size());
        var values = new float[count * width];
        for (int i = 0; i < count; i++) {
            data.read((int) ((long) i * data.size() / count), values, i * width);
        }
        return values;
    }

    /** The same with an answer: rows of shape {@code row}, one after the other. */
    public Golden with(String name, Shape row, float[] answer) {
        return new Golden(new Tensors().with("", tensors).with(name, row.batch(size()), answer), recorded);
    }

    /** The same answers, given by a backend that rounds like this. */
    Golden recordedIn(Arithmetic arithmetic) {
        return new Golden(tensors, arithmetic);
    }

    /** Inputs of a detector with its answers. */
    public static Golden ofScores(Shape row, float[] rows, float[] scores) {
        return inputs(row, rows).with(SCORE, Shape.of(1), scores);
    }

    /** Number of rows. */
    public int size() {
        return tensors.shape(INPUT).extent(0);
    }

    /** Shape of an input. */
    public Shape row() {
        return tensors.shape(INPUT).row();
    }

    /** The inputs, one after the other. */
    public float[] input() {
        return tensors.values(INPUT);
    }

    /** Shape of a row of an answer. */
    public Shape row(String answer) {
        return tensors.shape(answer).row();
    }

    /** Whether there are answers of that name. */
    public boolean has(String answer) {
        return tensors.contains(answer);
    }

    float[] answer(String name) {
        return tensors.values(name);
    }

    Tensors tensors() {
        return tensors;
    }

    boolean isFinite() {
        for (String name : tensors.names()) {
            for (float value : tensors.values(name)) {
                if (!Float.isFinite(value)) {
                    return false;
                }
            }
        }
        return true;
    }

    /**
     * How far an answer lies from the golden one, at the value where it is farthest.
     *
     * @param allowed the largest difference that rounding explains
     */
    public record Difference(String output, String place, float expected, float found, double allowed) {

        /** Of the two values. */
        public double size() {
            return Math.abs((double) found - expected);
        }

        /** Whether rounding explains it. */
        public boolean isAllowed() {
            return size() <= allowed;
        }
    }

    /**
     * Compares answers with the golden ones.
     *
     * @param found   by the names they were recorded under
     * @param backend that gave them
     */
    public List<Difference> compare(Map<String, float[]> found, Backend backend) {
        var differences = new ArrayList<Difference>();
        found.forEach((name, values) -> differences.add(compare(name, values, backend.arithmetic())));
        return differences;
    }

    private Difference compare(String name, float[] found, Arithmetic arithmetic) {
        float[] expected = answer(name);
        if (found.length != expected.length) {
            throw new IllegalArgumentException("golden " + name + ": expected " + expected.length
                    + " values, found " + found.length);
        }
        double scale = name.equals(SCORE) ? 1 : 0;
        int worst = 0;
        for (int i = 0; i < expected.length; i++) {
            scale = Math.max(scale, Math.abs(expected[i]));
            worst = isFarther(found, expected, i, worst) ? i : worst;
        }
        double share = Math.max(share(recorded), share(arithmetic));
        double allowed = scale * share * (name.equals(SCORE) ? SCORE_FACTOR : 1);
        int width = expected.length / size();
        return new Difference(name, "row " + worst / width + ", value " + worst % width, expected[worst],
                found[worst], allowed);
    }

    private static double share(Arithmetic arithmetic) {
        return switch (arithmetic) {
            case STRICT -> STRICT;
            case FAST -> FAST;
            case MIXED -> MIXED;
        };
    }

    /** Not-a-number is farther than any number. */
    private static boolean isFarther(float[] found, float[] expected, int i, int than) {
        double there = Math.abs((double) found[than] - expected[than]);
        return !(Math.abs((double) found[i] - expected[i]) <= there) && !Double.isNaN(there);
    }

    /**
     * Refuses a backend that answers something else.
     *
     * @param subject what is opened, for the message
     * @throws BackendException naming the answer, what was expected and what was found
     */
    public static void require(List<Difference> differences, String subject, Backend backend) {
        for (var each : differences) {
            if (!each.isAllowed()) {
                throw new BackendException(subject + ": the golden check failed on backend "
                        + backend.device().backend() + ": " + each.output() + ", " + each.place()
                        + ": expected " + each.expected() + " within " + (float) each.allowed() + ", found "
                        + each.found() + "; try --backend reference, and say so to the authors");
            }
        }
    }
}
