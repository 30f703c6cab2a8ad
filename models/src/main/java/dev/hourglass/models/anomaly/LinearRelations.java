package dev.hourglass.models.anomaly;

import dev.hourglass.models.Tensors;
import dev.hourglass.plan.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;

/**
 * Linear relations between columns of numbers, such as those of sensors that see the same thing, or of a sum
 * and its parts: the directions in which standardised rows hardly spread (minor principal components; Shyu,
 * Chen, Sarinnapakorn and Chang 2003). A row that breaks one lies far out along it, however little that is
 * beside the spread of the columns. Small networks that learn for a few steps by a loss over all columns do
 * not see it.
 */
final class LinearRelations {
    /** Variance below which a direction is a relation; a column has 1. */
    private static final double MINOR = 0.1;
    /** Variance that a direction has at least, so that exact relations can be measured by. */
    private static final double LEAST = 1e-6;
    /** With fewer rows for each column such directions are there by chance. */
    private static final int ROWS_PER_COLUMN = 10;
    private static final int MOST_COLUMNS = 512;
    /** A column whose deviation is smaller, beside its mean, is rounding. */
    private static final double CONSTANT = 1e-6;
    /** The share of training rows whose distance is usual. */
    private static final double USUAL = 0.95;
    /** Up to so many usual distances a row says nothing, and from so many on no more. */
    private static final double BEYOND = 1.25;
    private static final double FARTHEST = 25;
    /** What the logarithm counts in a score whose usual deviation is about 1. */
    private static final double WEIGHT = 2;
    /** Rounds in which missing values are found, where a row has several. */
    private static final int SWEEPS = 10;

    private static final String PREFIX = "relations";
    private static final String COLUMNS = PREFIX + "/columns";
    private static final String GAPS = PREFIX + "/gaps";
    private static final String MEANS = PREFIX + "/means";
    private static final String DEVIATIONS = PREFIX + "/deviations";
    private static final String DIRECTIONS = PREFIX + "/directions";
    private static final String DISTANCE = PREFIX + "/usual";

    /** One of the columns, and the feature that says whether its value is missing; -1 where none does. */
    record NumberColumn(int feature, int gap) {
        boolean isMissing(Matrix rows, int row) {
            return gap >= 0 && rows.at(row, gap) > 0.5f;
        }
    }

    private final NumberColumn[] columns;
    private final float[] means;
    private final float[] deviations;
    /** (directions, columns): each direction, over the deviation along it. */
    private final float[] directions;
    private final float usual;

    private LinearRelations(NumberColumn[] columns, float[] means, float[] deviations, float[] directions,
            float usual) {
        this.columns = columns;
        this.means = means;
        this.deviations = deviations;
        this.directions = directions;
        this.usual = usual;
    }

    /**
     * @param rows    whose distances say what is usual
     * @param kept    those of them that relations are learnt from: the ones that have all the numbers
     * @param numbers the columns among which relations are looked for
     * @return empty where there are none, or too few rows to tell
     */
    static Optional<LinearRelations> fit(Matrix rows, Matrix kept, List<NumberColumn> numbers) {
        Matrix whole = kept.select(IntStream.range(0, kept.rows())
                .filter(row -> numbers.stream().noneMatch(each -> each.isMissing(kept, row))).toArray());
        if (whole.rows() == 0) {
            return Optional.empty();
        }
        double[][] moments = numbers.stream().map(each -> moments(whole.column(each.feature())))
                .toArray(double[][]::new);
        int[] varied = IntStream.range(0, numbers.size())
                .filter(i -> moments[i][1] > CONSTANT * Math.abs(moments[i][0])
                        && (float) moments[i][1] > Float.MIN_NORMAL)
                .toArray();
        int n = varied.length;
        if (n < 2 || n > MOST_COLUMNS || whole.rows() < ROWS_PER_COLUMN * n) {
            return Optional.empty();
        }
        var columns = new NumberColumn[n];
        var means = new float[n];
        var deviations = new float[n];
        for (int i = 0; i < n; i++) {
            columns[i] = numbers.get(varied[i]);
            means[i] = (float) moments[varied[i]][0];
            deviations[i] = (float) moments[varied[i]][1];
        }
        float[] directions = new LinearRelations(columns, means, deviations, new float[0], 1).minor(whole);
        if (directions.length == 0) {
            return Optional.empty();
        }
        var found = new LinearRelations(columns, means, deviations, directions, 1);
        double[] distances = IntStream.range(0, rows.rows())
                .mapToDouble(row -> length(found.along(rows, row))).sorted().toArray();
        // Less than 1 is less than the least variance: rounding, where relations are exact.
        double usual = Math.max(1, distances[(int) (USUAL * (distances.length - 1))]);
        return Optional.of(new LinearRelations(columns, means, deviations, directions, (float) usual));
    }

    /** Mean and standard deviation. */
    private static double[] moments(double[] column) {
        double mean = Arrays.stream(column).average().orElseThrow();
        double variance = Arrays.stream(column).map(x -> (x - mean) * (x - mean)).average().orElseThrow();
        return new double[] {mean, Math.sqrt(variance)};
    }

    private float[] minor(Matrix rows) {
        int n = columns.length;
        var standardised = new DMatrixRMaj(rows.rows(), n);
        for (int row = 0; row < rows.rows(); row++) {
            System.arraycopy(standardised(rows, row), 0, standardised.data, row * n, n);
        }
        var correlation = new DMatrixRMaj(n, n);
        CommonOps_DDRM.multInner(standardised, correlation);
        CommonOps_DDRM.divide(correlation, rows.rows());
        var eigen = DecompositionFactory_DDRM.eig(n, true, true);
        if (!eigen.decompose(correlation)) {
            return new float[0];
        }
        int[] small = IntStream.range(0, n).filter(e -> eigen.getEigenvalue(e).getReal() < MINOR).toArray();
        var directions = new float[small.length * n];
        for (int d = 0; d < small.length; d++) {
            double deviation = Math.sqrt(Math.max(eigen.getEigenvalue(small[d]).getReal(), LEAST));
            double[] vector = eigen.getEigenVector(small[d]).data;
            for (int i = 0; i < n; i++) {
                directions[d * n + i] = (float) (vector[i] / deviation);
            }
        }
        return directions;
    }

    private double[] standardised(Matrix rows, int row) {
        var values = new double[columns.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = ((double) rows.at(row, columns[i].feature()) - means[i]) / deviations[i];
        }
        return values;
    }

    /** Where a row lies along each direction, in deviations; missing values are what the others say. */
    private double[] along(Matrix rows, int row) {
        int n = columns.length;
        double[] standardised = standardised(rows, row);
        var along = new double[directions.length / n];
        for (int d = 0; d < along.length; d++) {
            for (int i = 0; i < n; i++) {
                along[d] += directions[d * n + i] * standardised[i];
            }
        }
        int[] missing = IntStream.range(0, n).filter(i -> columns[i].isMissing(rows, row)).toArray();
        for (int sweep = 0; sweep < (missing.length > 1 ? SWEEPS : 1); sweep++) {
            for (int i : missing) {
                var pull = pull(i, along);
                for (int d = 0; d < along.length; d++) {
                    along[d] -= directions[d * n + i] * pull.step();
                }
            }
        }
        return along;
    }

    /**
     * How a column's value would have to change to suit the others best.
     *
     * @param step      by so much less, in deviations of the column
     * @param precision 1 over the variance that the others leave it
     */
    private record Pull(double step, double precision) {
    }

    private Pull pull(int column, double[] along) {
        double sum = 0;
        double precision = 0;
        for (int d = 0; d < along.length; d++) {
            double direction = directions[d * columns.length + column];
            sum += direction * along[d];
            precision += direction * direction;
        }
        return new Pull(precision == 0 ? 0 : sum / precision, precision);
    }

    private static double length(double[] vector) {
        return Math.sqrt(Arrays.stream(vector).map(x -> x * x).sum());
    }

    int count() {
        return directions.length / columns.length;
    }

    /** What a row's broken relations add to its score; 0 where none is. */
    double of(Matrix rows, int row) {
        return score(length(along(rows, row)));
    }

    private double score(double distance) {
        return WEIGHT * Math.log(Math.clamp(distance / usual, BEYOND, FARTHEST) / BEYOND);
    }

    /**
     * Adds to each column, where relations are broken, how far its value is from what the other columns say,
     * squared, in deviations of that.
     */
    void explain(Matrix rows, int row, double[] columnsOfRow) {
        double[] along = along(rows, row);
        if (score(length(along)) == 0) {
            return;
        }
        for (int i = 0; i < columns.length; i++) {
            var pull = pull(i, along);
            columnsOfRow[columns[i].feature()] += pull.step() * pull.step() * pull.precision();
        }
    }

    void save(Tensors tensors) {
        var indices = new float[columns.length];
        var gaps = new float[columns.length];
        for (int i = 0; i < indices.length; i++) {
            indices[i] = columns[i].feature();
            gaps[i] = columns[i].gap();
        }
        var shape = Shape.of(columns.length);
        tensors.with(COLUMNS, shape, indices).with(GAPS, shape, gaps).with(MEANS, shape, means)
                .with(DEVIATIONS, shape, deviations)
                .with(DIRECTIONS, Shape.of(directions.length / columns.length, columns.length), directions)
                .with(DISTANCE, Shape.of(1), new float[] {usual});
    }

    /**
     * @return empty where the file has none, as those have that were written first
     * @throws IllegalArgumentException when the tensors do not fit each other, or are not sound
     */
    static Optional<LinearRelations> load(int width, StoredTensors tensors) {
        if (!tensors.contains(COLUMNS)) {
            return Optional.empty();
        }
        int count = tensors.of(COLUMNS).length;
        int[] features = tensors.features(COLUMNS, count, 0, width);
        int[] gaps = tensors.features(GAPS, count, -1, width);
        var columns = IntStream.range(0, count).mapToObj(i -> new NumberColumn(features[i], gaps[i]))
                .toArray(NumberColumn[]::new);
        float[] deviations = tensors.of(DEVIATIONS, columns.length);
        float[] directions = tensors.of(DIRECTIONS);
        float usual = tensors.of(DISTANCE, 1)[0];
        for (float deviation : deviations) {
            if (!(deviation > 0)) {
                throw new IllegalArgumentException(
                        "tensor " + DEVIATIONS + " must be positive, found " + deviation);
            }
        }
        if (columns.length == 0 || directions.length % columns.length != 0 || !(usual > 0)) {
            throw new IllegalArgumentException("tensors " + DIRECTIONS + " and " + DISTANCE
                    + ": expected directions of " + columns.length + " columns and a distance above 0, found "
                    + directions.length + " values and " + usual);
        }
        return Optional.of(
                new LinearRelations(columns, tensors.of(MEANS, columns.length), deviations, directions,
                        usual));
    }
}
