package dev.hourglass.models.denoise;

import dev.hourglass.data.DataException;
import dev.hourglass.models.Autoencoder;
import dev.hourglass.models.Inference;
import dev.hourglass.models.TrainedModel;
import dev.hourglass.plan.PlanException;
import dev.hourglass.plan.Shape;
import dev.hourglass.spi.Backend;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Removes noise from pictures of any size with a trained model, by tiles where they are large. For one
 * thread; the backend stays open.
 *
 * <pre>
 * try (var denoiser = Denoiser.open(Path.of("model.safetensors"), backend)) {
 *     float[] clean = denoiser.denoise(noisy, Shape.of(3000, 4000, 3));
 * }
 * </pre>
 *
 * A model for grey pictures takes those of several channels too, each channel on its own. A model for several
 * channels takes grey pictures: they are given to each channel, and the mean of the result is taken.
 */
public final class Denoiser implements AutoCloseable {
    /** Rows and columns of a tile, until something else is said. */
    public static final int TILE = 512;
    /** The smallest they may have. */
    public static final int SMALLEST_TILE = Tiles.SMALLEST;
    /** Pixels computed at once at most, where pictures are small. */
    private static final int PIXELS_AT_ONCE = 128 * 28 * 28;

    /** Is told how far the work has come. */
    @FunctionalInterface
    public interface Listener {
        /**
         * @param tiles done, counted over all pictures and channels of this call
         * @param all   tiles of this call
         */
        void done(long tiles, long all);
    }

    private final TrainedModel model;
    private final Backend backend;
    private final int reach;
    private Tiles tiles;
    private Listener listener = (_, _) -> {
    };
    private Inference inference;
    private int atOnce;

    private Denoiser(TrainedModel model, Backend backend) {
        Autoencoder architecture = model.architecture();
        if (architecture.row().rank() != 3) {
            throw new PlanException("model " + architecture.name() + ": a denoiser takes images (h, w, c), "
                    + "found a model for rows of shape " + architecture.row());
        }
        this.model = model;
        this.backend = backend;
        this.reach = Reach.of(architecture);
        tiles(TILE);
    }

    /** Trains a new one. */
    public static DenoiserTraining training() {
        return new DenoiserTraining();
    }

    /** A denoiser with the weights of a model. */
    public static Denoiser open(TrainedModel model, Backend backend) {
        return new Denoiser(model, backend);
    }

    /**
     * The same from a file.
     *
     * @throws DataException when it is not one that {@link TrainedModel#save} wrote
     */
    public static Denoiser open(Path file, Backend backend) {
        return open(TrainedModel.load(file), backend);
    }

    /**
     * Computes by squares of that side; they overlap by as much as makes the result that of the whole
     * picture, but by no more than half of the side.
     *
     * @param side at least 16; larger ones take more memory and less time
     */
    public Denoiser tiles(int side) {
        return tiles(Tiles.of(side, reach));
    }

    /** Computes by such tiles. */
    public Denoiser tiles(Tiles changed) {
        tiles = changed;
        return this;
    }

    /** Whom to tell how far the work has come. */
    public Denoiser listener(Listener changed) {
        listener = changed;
        return this;
    }

    /** Shape of the images that the model was trained on. */
    public Shape trainedOn() {
        return model.architecture().row();
    }

    /**
     * Rows and columns around a pixel that its result depends on; {@link Integer#MAX_VALUE} where it is the
     * whole picture.
     */
    public int reach() {
        return reach;
    }

    /**
     * Whether pictures of a shape can be denoised.
     *
     * @throws PlanException says what the model takes
     */
    public void check(Shape image) {
        Shape trained = trainedOn();
        boolean channels = image.rank() == 3 && (trained.extent(-1) == 1 || image.extent(-1) == 1
                || image.extent(-1) == trained.extent(-1));
        boolean size = image.rank() == 3 && (!isFixed() || image.extent(0) == trained.extent(0)
                && image.extent(1) == trained.extent(1));
        if (!channels || !size) {
            throw new PlanException("model " + model.architecture().name() + " denoises images of shape "
                    + trained + (isFixed() ? "" : " or other heights and widths") + ", found " + image);
        }
    }

    private boolean isFixed() {
        return model.architecture().sizes().isFixed();
    }

    /**
     * Removes the noise from one or several pictures of equal shape.
     *
     * @param pictures one after the other, each (h, w, c) in [0, 1], row-major
     * @param image    their shape
     * @return the same pictures without noise
     * @throws PlanException when the model does not take such pictures
     */
    public float[] denoise(float[] pictures, Shape image) {
        check(image);
        if (pictures.length == 0 || pictures.length % image.elements() != 0) {
            throw new IllegalArgumentException("expected pictures of shape " + image + " with "
                    + image.elements() + " values each, found " + pictures.length + " values");
        }
        var job = new TileJob(pictures, image, trainedOn().extent(-1), grid(image));
        var result = new float[pictures.length];
        int batch = open(job);
        var values = new float[batch * job.tileShape().elements()];
        for (long from = 0; from < job.size(); from += batch) {
            int count = (int) Math.min(batch, job.size() - from);
            for (int i = 0; i < count; i++) {
                job.cut(from + i, values, i * job.tileShape().elements());
            }
            float[] given = count == batch ? values
                    : Arrays.copyOf(values, count * job.tileShape().elements());
            float[] found = inference.reconstruct(given);
            for (int i = 0; i < count; i++) {
                job.paste(from + i, found, i * job.tileShape().elements(), result);
            }
            listener.done(from + count, job.size());
        }
        return result;
    }

    /** How many tiles are computed for a picture, its channels counted. */
    public long tilesOf(Shape image) {
        check(image);
        return (long) grid(image).tiles() * (trainedOn().extent(-1) == 1 ? image.extent(-1) : 1);
    }

    private TileGrid grid(Shape image) {
        if (isFixed()) {
            return TileGrid.whole(image.extent(0), image.extent(1));
        }
        return TileGrid.of(image.extent(0), image.extent(1), tiles, model.architecture().sizes().multiple(),
                reach);
    }

    /** Opens the model for tiles of a shape, unless it is; returns how many it takes at once. */
    private int open(TileJob job) {
        Shape tile = job.tileShape();
        int batch = Math.clamp(job.size(), 1,
                Math.max(1, PIXELS_AT_ONCE / (tile.extent(0) * tile.extent(1))));
        if (inference == null || !inference.row().equals(tile) || batch > atOnce || batch < atOnce / 2) {
            close();
            inference = model.open(backend, batch, tile);
            atOnce = batch;
        }
        return atOnce;
    }

    @Override
    public void close() {
        if (inference != null) {
            inference.close();
            inference = null;
        }
    }
}
