package dev.hourglass.models.denoise;

import dev.hourglass.data.Dataset;
import dev.hourglass.data.DatasetView;
import dev.hourglass.plan.PlanException;
import dev.hourglass.random.PhiloxGenerator;
import dev.hourglass.random.Streams;

/** Images that look different in each epoch. */
final class AugmentedImages extends DatasetView {
    /** Share of the images that are shown as they are: what is denoised will mostly look like them. */
    private static final double PLAIN = 2.0 / 3;
    /** Of the others, the share that one or more are laid over. */
    private static final double ONE = 0.6;
    /** And the share that two are laid over. */
    private static final double TWO = 0.2;
    /** The farthest an image is moved, as a share of its sides. */
    private static final double FARTHEST = 0.36;
    private static final int EPOCHS = 1 << 16;

    /** What lies between the strokes of images that may be laid over each other. */
    enum Background {
        NONE, DARK, LIGHT;

        /** Of two values the one farther from the background. */
        private float over(float a, float b) {
            return this == DARK ? Math.max(a, b) : Math.min(a, b);
        }
    }

    private final long seed;
    private final Background background;

    /** @param background what lies between the strokes */
    AugmentedImages(Dataset source, long seed, Background background) {
        super(source);
        if (source.shape().rank() != 3) {
            throw new PlanException(
                    "augmentation: takes images (h, w, c), found rows of shape " + source.shape());
        }
        this.seed = seed;
        this.background = background;
    }

    @Override
    public boolean isFixed() {
        return false;
    }

    @Override
    public void read(int row, int epoch, float[] into, int offset) {
        var random = new PhiloxGenerator(seed, Streams.AUGMENTATION.id(epoch % EPOCHS), row);
        if (random.nextDouble() < PLAIN) {
            super.read(row, epoch, into, offset);
            return;
        }
        float[] image = turned(row, epoch, random);
        if (background != Background.NONE) {
            double draw = random.nextDouble();
            int others = draw < TWO ? 2 : draw < ONE ? 1 : 0;
            for (int i = 0; i < others; i++) {
                int other = random.nextInt(size());
                layOver(image, turned(other, epoch, random), random);
            }
        }
        System.arraycopy(image, 0, into, offset, image.length);
    }

    /** A row, mirrored and turned at random. */
    private float[] turned(int row, int epoch, PhiloxGenerator random) {
        int h = shape().extent(0);
        int w = shape().extent(1);
        int c = shape().extent(2);
        var values = new float[h * w * c];
        super.read(row, epoch, values, 0);
        boolean flipY = random.nextInt(2) == 1;
        boolean flipX = random.nextInt(2) == 1;
        boolean swap = random.nextInt(2) == 1 && h == w;
        var turned = new float[values.length];
        for (int y = 0; y < h; y++) {
            for (int x = 0; x < w; x++) {
                int fromY = swap ? x : y;
                int fromX = swap ? y : x;
                int from = ((flipY ? h - 1 - fromY : fromY) * w + (flipX ? w - 1 - fromX : fromX)) * c;
                System.arraycopy(values, from, turned, (y * w + x) * c, c);
            }
        }
        return turned;
    }

    private void layOver(float[] image, float[] other, PhiloxGenerator random) {
        int h = shape().extent(0);
        int c = shape().extent(2);
        int line = shape().extent(1) * c;
        int down = move(h, random);
        int right = move(shape().extent(1), random) * c;
        for (int y = Math.max(0, down); y < Math.min(h, h + down); y++) {
            for (int x = Math.max(0, right); x < Math.min(line, line + right); x++) {
                int at = y * line + x;
                image[at] = background.over(image[at], other[(y - down) * line + x - right]);
            }
        }
    }

    private static int move(int side, PhiloxGenerator random) {
        int farthest = (int) (FARTHEST * side);
        return random.nextInt(2 * farthest + 1) - farthest;
    }
}
