package dev.hourglass.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hourglass.data.SyntheticDigits;
import dev.hourglass.models.AutoencoderProgram;
import dev.hourglass.plan.Shape;
import dev.hourglass.random.PhiloxGenerator;
import dev.hourglass.random.Streams;
import dev.hourglass.reference.ReferenceProvider;
import dev.hourglass.spi.Options;
import dev.hourglass.spi.Session;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Initial weights and images, the same for every contestant. In a folder: {@code data.json} with shapes, and
 * {@code data.f32} with little-endian floats: the parameters one after the other, the clean images, the noisy
 * ones.
 */
public final class SharedData {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_IMAGES = 1280;
    private static final int FEWEST_IMAGES = 8;
    private static final int MOST_BATCHES = 10;
    private static final float DEVIATION = 0.4f;
    private static final int SEED = 1;

    /** A parameter; filters are (small c, kh, kw, large c), matrices (in, out). */
    public record Tensor(String name, List<Integer> shape) {
        public Tensor {
            shape = List.copyOf(shape);
        }

        int elements() {
            return shape.stream().reduce(1, Math::multiplyExact);
        }
    }

    private record Content(List<Tensor> parameters, List<Integer> row, int images) {
        private Content {
            parameters = List.copyOf(parameters);
            row = List.copyOf(row);
        }
    }

    private final Content content;
    private final List<float[]> values;
    private final float[] clean;
    private final float[] noisy;

    private SharedData(Content content, List<float[]> values, float[] clean, float[] noisy) {
        this.content = content;
        this.values = values;
        this.clean = clean;
        this.noisy = noisy;
    }

    /** What every contestant on a model of that size gets. */
    static SharedData of(TutorialModel model, Size size) {
        var row = Shape.of(size.side(), size.side(), 1);
        int images = Math.clamp(MOST_IMAGES * (long) (Size.SIDE * Size.SIDE) / row.elements(), FEWEST_IMAGES,
                MOST_IMAGES);
        var tensors = new ArrayList<Tensor>();
        var values = new ArrayList<float[]>();
        var program = AutoencoderProgram.inference(model.autoencoder(size), 1);
        try (var backend = new ReferenceProvider().open(Options.standard());
                var session = Session.open(program, backend)) {
            session.initialise(SEED);
            for (var parameter : program.parameters()) {
                tensors.add(new Tensor(parameter.name(), parameter.slot().shape().extents()));
                values.add(session.read(parameter.slot()));
            }
        }
        float[] clean = images(images, size.side());
        return new SharedData(new Content(tensors, row.extents(), images), values, clean, noisy(clean));
    }

    /** Digits, repeated over images of other sizes. */
    private static float[] images(int count, int side) {
        var digits = SyntheticDigits.of("digits", SEED, 0, count);
        var images = new float[count * side * side];
        var digit = new float[Size.SIDE * Size.SIDE];
        for (int i = 0; i < count; i++) {
            digits.read(i, digit, 0);
            for (int y = 0; y < side; y++) {
                for (int x = 0; x < side; x++) {
                    images[(i * side + y) * side + x] = digit[y % Size.SIDE * Size.SIDE + x % Size.SIDE];
                }
            }
        }
        return images;
    }

    private static float[] noisy(float[] clean) {
        var random = new PhiloxGenerator(SEED, Streams.TESTING.id(), 0);
        var noisy = new float[clean.length];
        for (int i = 0; i < noisy.length; i++) {
            noisy[i] = Math.clamp(clean[i] + DEVIATION * (float) random.nextGaussian(), 0, 1);
        }
        return noisy;
    }

    void write(Path folder) {
        int floats = values.stream().mapToInt(each -> each.length).sum() + clean.length + noisy.length;
        var bytes = ByteBuffer.allocate(Math.multiplyExact(floats, Float.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        var all = bytes.asFloatBuffer();
        values.forEach(all::put);
        all.put(clean).put(noisy);
        try {
            Files.createDirectories(folder);
            Files.write(folder.resolve("data.f32"), bytes.array());
            Files.writeString(folder.resolve("data.json"), JSON.writeValueAsString(content));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads what the coordinator wrote. */
    public static SharedData read(Path folder) {
        try {
            var content = JSON.readValue(folder.resolve("data.json").toFile(), Content.class);
            var all = ByteBuffer.wrap(Files.readAllBytes(folder.resolve("data.f32")))
                    .order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
            var values = new ArrayList<float[]>();
            for (Tensor tensor : content.parameters()) {
                var some = new float[tensor.elements()];
                all.get(some);
                values.add(some);
            }
            int pixels = content.images() * content.row().stream().reduce(1, Math::multiplyExact);
            var clean = new float[pixels];
            var noisy = new float[pixels];
            all.get(clean).get(noisy);
            return new SharedData(content, values, clean, noisy);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The parameters in order: each layer's filter or matrix, then its bias. */
    public List<Tensor> parameters() {
        return content.parameters();
    }

    /** Initial values of parameter i. */
    public float[] values(int i) {
        return values.get(i).clone();
    }

    /** Height and width of an image. */
    public int side() {
        return content.row().getFirst();
    }

    /** Different batches to prepare; step k uses batch k modulo this. */
    public int batches(int batch) {
        return Math.clamp(content.images() / batch, 1, MOST_BATCHES);
    }

    /** Clean images of a batch: (n, h, w, 1). */
    public float[] clean(int index, int batch) {
        return rows(clean, index, batch);
    }

    /** The same with noise. */
    public float[] noisy(int index, int batch) {
        return rows(noisy, index, batch);
    }

    /** What goes into a model: noisy images for the denoiser, clean ones for the other. */
    public float[] input(TutorialModel model, int index, int batch) {
        return model == TutorialModel.DENOISE ? noisy(index, batch) : clean(index, batch);
    }

    private float[] rows(float[] images, int index, int batch) {
        int pixels = images.length / content.images();
        var rows = new float[batch * pixels];
        for (int i = 0; i < batch; i++) {
            int from = (int) (((long) index * batch + i) % content.images());
            System.arraycopy(images, from * pixels, rows, i * pixels, pixels);
        }
        return rows;
    }
}
