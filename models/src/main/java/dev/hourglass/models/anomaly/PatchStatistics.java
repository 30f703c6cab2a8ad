package dev.hourglass.models.anomaly;

import dev.hourglass.data.Dataset;
import dev.hourglass.data.Datasets;
import dev.hourglass.models.Tensors;
import dev.hourglass.models.TrainedModel;
import dev.hourglass.models.anomaly.PixelRange.Deviation;
import dev.hourglass.plan.Shape;
import dev.hourglass.random.PhiloxGenerator;
import dev.hourglass.random.Streams;
import dev.hourglass.spi.Backend;
import java.util.Arrays;
import java.util.List;

/**
 * What is normal for images that are looked at patch by patch: deviations of pixels from what the network
 * makes of them and from the mean image, and where the codes of patches lie.
 */
final class PatchStatistics {
    /** Ways to look at an image, in the order of their terms. */
    static final List<Component> PARTS = List.of(Component.RECONSTRUCTION, Component.STANDARDISED,
            Component.COLOUR, Component.MAHALANOBIS, Component.CODE);
    private static final Deviation ERROR = ImagePass::residual;
    private static final int REFERENCES = 2048;
    private static final int MOST = 1000;
    /** Of the training images this share stays below a heat of 1 at every place. */
    private static final double USUAL = 0.99;

    private final Shape image;
    private final Shape code;
    private final float[] mean;
    private final PixelRange errors;
    private final PixelRange colours;
    private final CodeSpread spread;
    private final float[] references;
    private final float limit;
    private final List<Term> terms;

    private PatchStatistics(Images images, PixelRange errors, PixelRange colours, Codes codes, float limit,
            List<Term> terms) {
        this.image = images.image();
        this.code = images.code();
        this.mean = images.mean();
        this.errors = errors;
        this.colours = colours;
        this.spread = codes.spread();
        this.references = codes.references();
        this.limit = limit;
        this.terms = terms;
    }

    /** Shapes of an image and its code, and the mean image. */
    @SuppressWarnings("ArrayRecordComponent") // Never leaves the class.
    private record Images(Shape image, Shape code, float[] mean) {
    }

    /** Where codes lie, and some of them, white. */
    @SuppressWarnings("ArrayRecordComponent") // Never leaves the class.
    private record Codes(CodeSpread spread, float[] references) {
        /** Of some patches of every image. */
        static Codes of(ImagePass pass, Dataset images, PhiloxGenerator random) {
            int width = pass.codeShape().extent(2);
            int places = pass.codeWidth() / width;
            int each = Math.max(1, REFERENCES / images.size());
            var all = new double[images.size() * Math.min(each, places)][width];
            int[] taken = {0};
            pass.over(images, (_, place) -> {
                int[] order = random.permutation(places);
                for (int i = 0; i < Math.min(each, places); i++, taken[0]++) {
                    for (int k = 0; k < width; k++) {
                        all[taken[0]][k] = pass.code(place, order[i] * width + k);
                    }
                }
            });
            var spread = CodeSpread.of(all);
            var white = new float[all.length * width];
            for (int r = 0; r < all.length; r++) {
                System.arraycopy(spread.whiten(all[r]), 0, white, r * width, width);
            }
            return new Codes(spread, white);
        }
    }

    static PatchStatistics of(TrainedModel network, Dataset images, List<Integer> usual, Backend backend,
            long seed) {
        var random = new PhiloxGenerator(seed, Streams.MEMBERS.id(255), 0);
        int[] order = random.permutation(usual.size());
        int[] rows = Arrays.stream(order).limit(MOST).map(usual::get).toArray();
        var chosen = Datasets.some(images, rows);
        try (var pass = new ImagePass(network, backend, ImagePass.BATCH)) {
            float[] mean = mean(chosen);
            var known = new Images(images.shape(), pass.codeShape(), mean);
            return new PatchStatistics(known, PixelRange.fit(pass, chosen, ERROR, random),
                    PixelRange.fit(pass, chosen, from(mean), random), Codes.of(pass, chosen, random), 1,
                    List.of()).withTerms(pass, chosen);
        }
    }

    private static Deviation from(float[] mean) {
        return (pass, place, index) -> pass.value(place, index) - mean[index];
    }

    /** With few images the mean at a place is drawn towards that of all places. */
    private static float[] mean(Dataset images) {
        int width = images.shape().elements();
        int channels = images.shape().extent(2);
        var sums = new double[width];
        var row = new float[width];
        for (int i = 0; i < images.size(); i++) {
            images.read(i, row, 0);
            for (int at = 0; at < width; at++) {
                sums[at] += row[at];
            }
        }
        var all = new double[channels];
        for (int at = 0; at < width; at++) {
            all[at % channels] += sums[at] / images.size() / (width / channels);
        }
        double own = images.size() / (images.size() + PixelRange.SHARED);
        var mean = new float[width];
        for (int at = 0; at < width; at++) {
            mean[at] = (float) (own * sums[at] / images.size() + (1 - own) * all[at % channels]);
        }
        return mean;
    }

    private PatchStatistics withTerms(ImagePass pass, Dataset images) {
        var values = new double[PARTS.size()][images.size()];
        var hottest = new double[images.size()];
        pass.over(images, (row, place) -> {
            var look = look(pass, place);
            for (int p = 0; p < PARTS.size(); p++) {
                values[p][row] = look.values()[p];
            }
            for (float each : heat(look)) {
                hottest[row] = Math.max(hottest[row], each);
            }
        });
        var fitted = new Term[PARTS.size()];
        for (int p = 0; p < fitted.length; p++) {
            fitted[p] = Term.fit(0, PARTS.get(p), values[p]);
        }
        Arrays.sort(hottest);
        return new PatchStatistics(new Images(image, code, mean), errors, colours,
                new Codes(spread, references),
                (float) Math.max(hottest[(int) (USUAL * (hottest.length - 1))], 1e-3), List.of(fitted));
    }

    /**
     * What is seen of an image.
     *
     * @param values  of {@link #PARTS}
     * @param errors  how unusual each pixel's error is
     * @param colours how unusual each pixel's distance from the mean image is
     */
    @SuppressWarnings("ArrayRecordComponent") // Never leaves the package.
    record Look(double[] values, Plain errors, Plain colours) {
    }

    Look look(ImagePass pass, int place) {
        double squares = pass.squaredError(place);
        var error = errors.look(pass, place, ERROR);
        var colour = colours.look(pass, place, from(mean));
        int width = code.extent(2);
        var own = new float[width];
        double farthest = 0;
        double loneliest = 0;
        for (int at = 0; at < pass.codeWidth(); at += width) {
            for (int k = 0; k < width; k++) {
                own[k] = pass.code(place, at + k);
            }
            float[] white = spread.whiten(own, 0);
            double length = 0;
            for (float along : white) {
                length += along * along;
            }
            farthest = Math.max(farthest, length);
            loneliest = Math.max(loneliest, nearest(white));
        }
        return new Look(new double[] {Math.sqrt(squares), error.max(), colour.max(), farthest, loneliest},
                error, colour);
    }

    private double nearest(float[] white) {
        double best = Double.POSITIVE_INFINITY;
        for (int r = 0; r < references.length; r += white.length) {
            float sum = 0;
            for (int k = 0; k < white.length; k++) {
                float difference = white[k] - references[r + k];
                sum += difference * difference;
            }
            best = Math.min(best, sum);
        }
        return Math.sqrt(best);
    }

    private static List<Component> parts(ScoreKind kind) {
        return switch (kind) {
            case RECONSTRUCTION -> List.of(Component.RECONSTRUCTION);
            case STANDARDISED -> List.of(Component.STANDARDISED);
            case MAHALANOBIS -> List.of(Component.MAHALANOBIS);
            case NEIGHBOURS -> List.of(Component.CODE);
            case COMBINED -> List.of(Component.STANDARDISED, Component.COLOUR);
        };
    }

    double score(Look look, ScoreKind kind) {
        double sum = 0;
        for (var part : parts(kind)) {
            int p = PARTS.indexOf(part);
            sum += terms.get(p).of(look.values()[p]);
        }
        return sum / parts(kind).size();
    }

    /** Strangeness of each pixel; nearly all training images stay below 1 everywhere. */
    float[] heat(Look look) {
        var heat = new float[look.errors().values().length];
        for (int at = 0; at < heat.length; at++) {
            heat[at] = (look.errors().values()[at] + look.colours().values()[at]) / limit;
        }
        return heat;
    }

    int channels() {
        return image.extent(2);
    }

    void save(Tensors tensors) {
        tensors.with("image", image, mean);
        errors.save(tensors, "errors");
        colours.save(tensors, "from-mean");
        spread.save(tensors);
        int width = code.extent(2);
        tensors.with("references", Shape.of(references.length / width, width), references);
        tensors.with("limit", Shape.of(1), new float[] {limit});
        var numbers = new float[3 * terms.size()];
        for (int t = 0; t < terms.size(); t++) {
            var term = terms.get(t);
            System.arraycopy(new float[] {(float) term.floor(), (float) term.mean(),
                (float) term.deviation()}, 0, numbers, 3 * t, 3);
        }
        tensors.with("score", Shape.of(terms.size(), 3), numbers);
    }

    /** @throws IllegalArgumentException when the tensors do not fit the network, or are not sound */
    static PatchStatistics load(Shape image, Shape code, StoredTensors tensors) {
        int width = code.extent(2);
        float[] references = tensors.of("references");
        if (references.length == 0 || references.length % width != 0) {
            throw new IllegalArgumentException("tensor references must hold codes of " + width
                    + " numbers, found " + references.length + " values");
        }
        float limit = tensors.of("limit", 1)[0];
        if (!(limit > 0)) {
            throw new IllegalArgumentException("tensor limit must be positive, found " + limit);
        }
        float[] numbers = tensors.of("score", 3 * PARTS.size());
        var terms = new Term[PARTS.size()];
        for (int p = 0; p < terms.length; p++) {
            terms[p] = new Term(0, PARTS.get(p), numbers[3 * p], numbers[3 * p + 1], numbers[3 * p + 2]);
        }
        return new PatchStatistics(new Images(image, code, tensors.of("image", image.elements())),
                PixelRange.load(image, tensors, "errors"), PixelRange.load(image, tensors, "from-mean"),
                new Codes(CodeSpread.load(width, tensors), references), limit, List.of(terms));
    }
}
