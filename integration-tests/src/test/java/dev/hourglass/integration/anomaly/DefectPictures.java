package dev.hourglass.integration.anomaly;

import dev.hourglass.data.Dataset;
import dev.hourglass.data.Datasets;
import dev.hourglass.plan.Shape;
import java.util.Random;

/**
 * Colour pictures of surfaces, drawn: leather (blurred noise), carpet (a fine weave), wood (bent grain) and
 * boots (of Fashion-MNIST, enlarged, coloured, with noise). Defects like those of industrial sets: scratches,
 * spots, missing structure, stains; where each is is known.
 */
final class DefectPictures {

    /** What is on a picture. */
    enum Surface {
        LEATHER, CARPET, WOOD, BOOT
    }

    /**
     * Pictures.
     *
     * @param images (side, side, 3)
     * @param masks  for each image and pixel whether there is a defect
     */
    record Set(Dataset images, boolean[][] masks) {
        boolean[] labels() {
            var labels = new boolean[masks.length];
            for (int i = 0; i < labels.length; i++) {
                for (boolean each : masks[i]) {
                    labels[i] |= each;
                }
            }
            return labels;
        }
    }

    private final Surface surface;
    private final int side;
    private final Dataset boots;
    private final Random random;

    /** @param boots small grey images to draw boots from */
    DefectPictures(Surface surface, int side, Dataset boots, long seed) {
        this.surface = surface;
        this.side = side;
        this.boots = boots;
        this.random = new Random(seed * 31 + surface.ordinal());
    }

    /** Draws pictures, the last {@code bad} of them with a defect. */
    Set draw(int good, int bad) {
        int pixels = side * side;
        var values = new float[(good + bad) * pixels * 3];
        var masks = new boolean[good + bad][pixels];
        for (int i = 0; i < good + bad; i++) {
            float[] own = picture();
            if (i >= good) {
                damage(own, masks[i]);
            }
            for (int at = 0; at < own.length; at++) {
                // As in a file with eight bits for each value.
                values[i * own.length + at] = Math.round(255 * Math.clamp(own[at], 0f, 1f)) / 255f;
            }
        }
        return new Set(Datasets.of(surface.name().toLowerCase(java.util.Locale.ROOT),
                Shape.of(side, side, 3), values), masks);
    }

    private float[] picture() {
        return switch (surface) {
            case LEATHER -> {
                double[] base = {tint(0.45, 0.015), tint(0.28, 0.015), tint(0.18, 0.015)};
                yield colour(noise(side / 53.0), base, new double[] {0.06, 0.054, 0.048}, 0);
            }
            case CARPET -> {
                double period = side / 16.0;
                double first = random.nextDouble() * 2 * Math.PI;
                double second = random.nextDouble() * 2 * Math.PI;
                var weave = new double[side * side];
                for (int y = 0; y < side; y++) {
                    for (int x = 0; x < side; x++) {
                        weave[y * side + x] = Math.sin(2 * Math.PI * (x + y) / period + first) / 2
                                + Math.sin(2 * Math.PI * (x - y) / period + second) / 2;
                    }
                }
                yield colour(weave, new double[] {0.5, 0.5, 0.55}, new double[] {0.15, 0.15, 0.15}, 0.04);
            }
            case WOOD -> {
                double[] bend = noise(side / 8.0);
                var grain = new double[side * side];
                for (int at = 0; at < grain.length; at++) {
                    grain[at] = Math.sin(2 * Math.PI * (8.0 * (at % side) / side + bend[at] / 4));
                }
                yield colour(grain, new double[] {0.6, 0.42, 0.25}, new double[] {0.08, 0.064, 0.048}, 0.025);
            }
            case BOOT -> boot();
        };
    }

    private double tint(double mean, double deviation) {
        return mean + deviation * random.nextGaussian();
    }

    private float[] colour(double[] pattern, double[] base, double[] strength, double grain) {
        var values = new float[pattern.length * 3];
        for (int at = 0; at < pattern.length; at++) {
            double own = grain * random.nextGaussian();
            for (int c = 0; c < 3; c++) {
                values[3 * at + c] = (float) (base[c] + strength[c] * pattern[at] + own);
            }
        }
        return values;
    }

    /** Blurred noise with mean 0 and deviation 1; three box blurs are nearly a Gaussian one. */
    private double[] noise(double sigma) {
        var values = new double[side * side];
        for (int at = 0; at < values.length; at++) {
            values[at] = random.nextGaussian();
        }
        int reach = Math.max(1, (int) Math.round(sigma));
        for (int pass = 0; pass < 3; pass++) {
            values = box(box(values, 1, side, reach), side, 1, reach);
        }
        double squares = 0;
        for (double each : values) {
            squares += each * each / values.length;
        }
        for (int at = 0; at < values.length; at++) {
            values[at] /= Math.sqrt(squares);
        }
        return values;
    }

    /** Means along lines that close to a ring. */
    private double[] box(double[] values, int step, int line, int reach) {
        var means = new double[values.length];
        for (int l = 0; l < side; l++) {
            for (int i = 0; i < side; i++) {
                double sum = 0;
                for (int d = -reach; d <= reach; d++) {
                    sum += values[l * line + Math.floorMod(i + d, side) * step];
                }
                means[l * line + i * step] = sum / (2 * reach + 1);
            }
        }
        return means;
    }

    private float[] boot() {
        var small = new float[boots.shape().elements()];
        boots.read(random.nextInt(boots.size()), small, 0);
        int from = boots.shape().extent(0);
        double[] colour = {tint(0.85, 0.05), tint(0.35, 0.05), tint(0.25, 0.05)};
        var values = new float[side * side * 3];
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                double fy = Math.clamp((y + 0.5) * from / side - 0.5, 0, from - 1.001);
                double fx = Math.clamp((x + 0.5) * from / side - 0.5, 0, from - 1.001);
                int at = (int) fy * from + (int) fx;
                double dy = fy - (int) fy;
                double dx = fx - (int) fx;
                double grey = (1 - dy) * ((1 - dx) * small[at] + dx * small[at + 1])
                        + dy * ((1 - dx) * small[at + from] + dx * small[at + from + 1]);
                double own = 0.15 + 0.02 * random.nextGaussian();
                for (int c = 0; c < 3; c++) {
                    values[3 * (y * side + x) + c] = (float) (own + grey * colour[c]);
                }
            }
        }
        return values;
    }

    /** A place of a defect in the middle half of the picture. */
    private double middle() {
        return side * (0.25 + 0.5 * random.nextDouble());
    }

    private void damage(float[] values, boolean[] mask) {
        double cy = middle();
        double cx = middle();
        switch (random.nextInt(4)) {
            case 0 -> scratch(values, mask, cy, cx);
            case 1 -> {
                double radius = side * (0.03 + 0.03 * random.nextDouble());
                float[] colour = {random.nextFloat(), random.nextFloat(), random.nextFloat()};
                within(mask, cy, cx, radius);
                blend(values, mask, colour, 0.5f);
            }
            case 2 -> {
                int h = (int) (side * (0.08 + 0.08 * random.nextDouble()));
                int w = (int) (side * (0.08 + 0.08 * random.nextDouble()));
                for (int y = (int) cy - h / 2; y < (int) cy + h - h / 2; y++) {
                    for (int x = (int) cx - w / 2; x < (int) cx + w - w / 2; x++) {
                        mask[y * side + x] = true;
                    }
                }
                blend(values, mask, mean(values, mask), 0);
            }
            default -> stain(values, mask, cy, cx);
        }
    }

    private void scratch(float[] values, boolean[] mask, double cy, double cx) {
        double length = side * (0.1 + 0.12 * random.nextDouble());
        double angle = Math.PI * random.nextDouble();
        double bend = 0.15 * random.nextGaussian();
        for (double t = -1; t <= 1; t += 0.005) {
            double along = length * t;
            double aside = bend * length * t * t;
            within(mask, cy + along * Math.sin(angle) + aside * Math.cos(angle),
                    cx + along * Math.cos(angle) - aside * Math.sin(angle), Math.max(1, side / 100.0));
        }
        float change = random.nextBoolean() ? 0.25f : -0.25f;
        for (int at = 0; at < values.length; at++) {
            values[at] += mask[at / 3] ? change : 0;
        }
    }

    private void stain(float[] values, boolean[] mask, double cy, double cx) {
        double radius = side * (0.06 + 0.06 * random.nextDouble());
        double[] dark = {0.105, 0.21, 0.35};
        for (int at = 0; at < mask.length; at++) {
            double dy = at / side - cy;
            double dx = at % side - cx;
            double strength = Math.exp(-(dy * dy + dx * dx) * 1.445 / (radius * radius));
            mask[at] = strength > 0.35;
            for (int c = 0; c < 3; c++) {
                values[3 * at + c] *= (float) (1 - strength * dark[c]);
            }
        }
    }

    private void within(boolean[] mask, double cy, double cx, double radius) {
        int reach = (int) Math.ceil(radius);
        for (int y = Math.max(0, (int) cy - reach); y <= Math.min(side - 1, (int) cy + reach + 1); y++) {
            for (int x = Math.max(0, (int) cx - reach); x <= Math.min(side - 1, (int) cx + reach + 1); x++) {
                mask[y * side + x] |= (y - cy) * (y - cy) + (x - cx) * (x - cx) <= radius * radius;
            }
        }
    }

    private static float[] mean(float[] values, boolean[] mask) {
        var mean = new float[3];
        int count = 0;
        for (boolean each : mask) {
            count += each ? 1 : 0;
        }
        for (int at = 0; at < values.length; at++) {
            mean[at % 3] += mask[at / 3] ? values[at] / count : 0;
        }
        return mean;
    }

    private static void blend(float[] values, boolean[] mask, float[] colour, float kept) {
        for (int at = 0; at < values.length; at++) {
            if (mask[at / 3]) {
                values[at] = kept * values[at] + (1 - kept) * colour[at % 3];
            }
        }
    }
}
