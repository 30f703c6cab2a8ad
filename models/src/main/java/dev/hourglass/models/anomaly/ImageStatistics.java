package dev.hourglass.models.anomaly;

import dev.hourglass.data.Dataset;
import dev.hourglass.data.Datasets;
import dev.hourglass.models.Autoencoder;
import dev.hourglass.models.AutoencoderProgram;
import dev.hourglass.models.Tensors;
import dev.hourglass.models.TrainedModel;
import dev.hourglass.plan.Ports;
import dev.hourglass.plan.Shape;
import dev.hourglass.random.PhiloxGenerator;
import dev.hourglass.random.Streams;
import dev.hourglass.spi.Backend;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What is normal for an autoencoder of images, from the training images that were not trimmed. */
final class ImageStatistics {
    /** Codes that a new one is compared with, at most. */
    private static final int REFERENCES = 1000;
    private static final String LIMIT = "limit";
    private static final int NEIGHBOURS = 5;
    private static final int MOST = 5000;
    private static final float LEAST_ERROR = 0.02f;
    /** Of the training images this share stays below a heat of 1 at every place. */
    private static final double USUAL = 0.99;
    private static final float LEAST_LIMIT = 1e-3f;
    /** For files from before the limit was kept: six times the usual error. */
    private static final float UNKNOWN_LIMIT = 36;
    /** What the parts of the score are. */
    static final List<Component> PARTS = List.of(Component.RECONSTRUCTION, Component.STANDARDISED,
            Component.MAHALANOBIS, Component.CODE);

    private final int width;
    private final int code;
    private final float[] errors;
    private final CodeSpread spread;
    private final float[] references;
    private final float limit;
    private final Map<Component, Term> terms;

    private ImageStatistics(int width, int code, Errors errors, CodeSpread spread, float[] references,
            Map<Component, Term> terms) {
        this.width = width;
        this.code = code;
        this.errors = errors.usual();
        this.limit = errors.limit();
        this.spread = spread;
        this.references = references;
        this.terms = terms;
    }

    /** Usual error of each value, and the heat that hardly any training image has. */
    @SuppressWarnings("ArrayRecordComponent") // Never leaves the class.
    private record Errors(float[] usual, float limit) {
    }

    static ImageStatistics of(TrainedModel network, Dataset images, List<Integer> usual, Backend backend,
            long seed) {
        var isUsual = new BitSet(images.size());
        usual.forEach(isUsual::set);
        int[] order = new PhiloxGenerator(seed, Streams.MEMBERS.id(255), 0).permutation(images.size());
        int[] rows = Arrays.stream(order).filter(isUsual::get).limit(MOST).toArray();
        try (var pass = new ImagePass(network, backend, ImagePass.BATCH)) {
            int width = pass.width();
            int code = pass.codeWidth();
            var squares = new double[width];
            var codes = new double[rows.length][code];
            var chosen = Datasets.some(images, rows);
            pass.over(chosen, (row, place) -> {
                for (int at = 0; at < width; at++) {
                    squares[at] += (double) pass.residual(place, at) * pass.residual(place, at) / rows.length;
                }
                for (int k = 0; k < code; k++) {
                    codes[row][k] = pass.code(place, k);
                }
            });
            var errors = new float[width];
            for (int at = 0; at < width; at++) {
                errors[at] = (float) Math.sqrt(squares[at]) + LEAST_ERROR;
            }
            var spread = CodeSpread.of(codes);
            var references = new float[Math.min(REFERENCES, rows.length) * code];
            for (int r = 0; r * code < references.length; r++) {
                float[] white = spread.whiten(codes[r]);
                System.arraycopy(white, 0, references, r * code, code);
            }
            var terms = new EnumMap<Component, Term>(Component.class);
            var statistics = new ImageStatistics(width, code, new Errors(errors, 1), spread, references,
                    terms);
            var values = new double[PARTS.size()][rows.length];
            var hottest = new double[rows.length];
            int channels = images.shape().extent(2);
            pass.over(chosen, (row, place) -> {
                hottest[row] = statistics.hottest(pass, place, channels);
                double[] measured = statistics.measure(pass, place);
                for (int p = 0; p < measured.length; p++) {
                    values[p][row] = measured[p];
                }
            });
            for (int p = 0; p < PARTS.size(); p++) {
                terms.put(PARTS.get(p), Term.fit(0, PARTS.get(p), values[p]));
            }
            Arrays.sort(hottest);
            float limit = (float) Math.max(hottest[(int) (USUAL * (hottest.length - 1))], LEAST_LIMIT);
            return new ImageStatistics(width, code, new Errors(errors, limit), spread, references, terms);
        }
    }

    /** The largest heat of a pixel, its channels added up. */
    private double hottest(ImagePass pass, int place, int channels) {
        double largest = 0;
        for (int pixel = 0; pixel < width; pixel += channels) {
            double sum = 0;
            for (int at = pixel; at < pixel + channels; at++) {
                sum += heat(pass, place, at);
            }
            largest = Math.max(largest, sum);
        }
        return largest;
    }

    /** The parts of an image's score, before they are brought to a common size. */
    double[] measure(ImagePass pass, int place) {
        double squares = 0;
        double standardised = 0;
        for (int at = 0; at < width; at++) {
            double error = pass.residual(place, at);
            squares += error * error;
            double ratio = error / errors[at];
            standardised += Math.log1p(ratio * ratio);
        }
        var own = new double[code];
        for (int k = 0; k < code; k++) {
            own[k] = pass.code(place, k);
        }
        float[] white = spread.whiten(own);
        double length = 0;
        for (float along : white) {
            length += along * along;
        }
        return new double[] {Math.sqrt(squares / width), standardised / width, length, nearest(white)};
    }

    /** Distance to the fifth nearest reference; to the farthest where there are fewer. */
    private double nearest(float[] white) {
        var best = new double[Math.min(NEIGHBOURS, references.length / code)];
        Arrays.fill(best, Double.POSITIVE_INFINITY);
        for (int r = 0; r < references.length; r += code) {
            double sum = 0;
            for (int k = 0; k < code; k++) {
                double difference = white[k] - references[r + k];
                sum += difference * difference;
            }
            if (sum < best[best.length - 1]) {
                best[best.length - 1] = sum;
                Arrays.sort(best);
            }
        }
        return Math.sqrt(best[best.length - 1]);
    }

    /** Which parts a kind of score is made of. */
    private static List<Component> parts(ScoreKind kind) {
        return switch (kind) {
            case RECONSTRUCTION -> List.of(Component.RECONSTRUCTION);
            case STANDARDISED -> List.of(Component.STANDARDISED);
            case MAHALANOBIS -> List.of(Component.MAHALANOBIS);
            case NEIGHBOURS -> List.of(Component.CODE);
            case COMBINED -> List.of(Component.RECONSTRUCTION, Component.STANDARDISED, Component.CODE);
        };
    }

    double score(double[] measured, ScoreKind kind) {
        double sum = 0;
        for (var part : parts(kind)) {
            sum += terms.get(part).of(measured[PARTS.indexOf(part)]);
        }
        return sum / parts(kind).size();
    }

    /**
     * How large an error is beside its usual size, squared. Nearly all training images stay below 1 at every
     * pixel, its channels added up.
     */
    double heat(ImagePass pass, int place, int at) {
        double ratio = pass.residual(place, at) / errors[at];
        return ratio * ratio / limit;
    }

    void save(Tensors tensors) {
        tensors.with("errors", Shape.of(width), errors);
        tensors.with(LIMIT, Shape.of(1), new float[] {limit});
        spread.save(tensors);
        tensors.with("references", Shape.of(references.length / code, code), references);
        var numbers = new ArrayList<Float>();
        for (var part : PARTS) {
            var term = terms.get(part);
            numbers.addAll(List.of((float) term.floor(), (float) term.mean(), (float) term.deviation()));
        }
        var flat = new float[numbers.size()];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = numbers.get(i);
        }
        tensors.with("score", Shape.of(PARTS.size(), 3), flat);
    }

    /** @throws IllegalArgumentException when the tensors do not fit the network, or are not sound */
    static ImageStatistics load(Autoencoder architecture, StoredTensors tensors) {
        int width = architecture.row().elements();
        int code = AutoencoderProgram.inference(architecture, 1).port(Ports.CODE).shape().row().elements();
        float[] errors = tensors.of("errors", width);
        float[] references = tensors.of("references");
        if (references.length == 0 || references.length % code != 0) {
            throw new IllegalArgumentException(
                    "tensor references must hold codes of " + code + " numbers, found "
                            + references.length + " values");
        }
        for (float error : errors) {
            if (!(error > 0)) {
                throw new IllegalArgumentException("tensor errors must be positive, found " + error);
            }
        }
        float limit = tensors.contains(LIMIT) ? tensors.of(LIMIT, 1)[0] : UNKNOWN_LIMIT;
        if (!(limit > 0)) {
            throw new IllegalArgumentException("tensor limit must be positive, found " + limit);
        }
        float[] numbers = tensors.of("score", 3 * PARTS.size());
        var terms = new EnumMap<Component, Term>(Component.class);
        for (int p = 0; p < PARTS.size(); p++) {
            terms.put(PARTS.get(p),
                    new Term(0, PARTS.get(p), numbers[3 * p], numbers[3 * p + 1], numbers[3 * p + 2]));
        }
        return new ImageStatistics(width, code, new Errors(errors, limit), CodeSpread.load(code, tensors),
                references, terms);
    }
}
