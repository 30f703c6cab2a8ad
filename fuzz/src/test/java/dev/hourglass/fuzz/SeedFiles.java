package dev.hourglass.fuzz;

import dev.hourglass.data.CsvTable;
import dev.hourglass.data.CsvTable.Header;
import dev.hourglass.data.Datasets;
import dev.hourglass.data.Frame;
import dev.hourglass.data.IdxDataset;
import dev.hourglass.data.Npy;
import dev.hourglass.data.NpyArray;
import dev.hourglass.data.Npz;
import dev.hourglass.data.PngFile;
import dev.hourglass.data.TableProfile;
import dev.hourglass.models.Autoencoder;
import dev.hourglass.models.Autoencoder.Sizes;
import dev.hourglass.models.AutoencoderProgram;
import dev.hourglass.models.InitialWeights;
import dev.hourglass.models.Objective;
import dev.hourglass.models.TrainedModel;
import dev.hourglass.models.anomaly.AnomalyDetector;
import dev.hourglass.models.anomaly.DetectorSettings;
import dev.hourglass.models.anomaly.FitListener;
import dev.hourglass.models.anomaly.Holdout;
import dev.hourglass.models.compress.Compressor;
import dev.hourglass.models.compress.CompressorModel;
import dev.hourglass.nn.BatchNorm;
import dev.hourglass.nn.Concat;
import dev.hourglass.nn.Conv2d;
import dev.hourglass.nn.ConvTranspose2d;
import dev.hourglass.nn.Dense;
import dev.hourglass.nn.Dropout;
import dev.hourglass.nn.Flatten;
import dev.hourglass.nn.GaussianNoise;
import dev.hourglass.nn.NestedDropout;
import dev.hourglass.nn.Pool2d;
import dev.hourglass.nn.Reshape;
import dev.hourglass.nn.Residual;
import dev.hourglass.nn.Sequential;
import dev.hourglass.nn.Upsample2d;
import dev.hourglass.plan.Activation;
import dev.hourglass.plan.Shape;
import dev.hourglass.spi.Backend;
import dev.hourglass.spi.Backends;
import dev.hourglass.spi.Options;
import dev.hourglass.spi.Session;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import javax.imageio.ImageIO;

/**
 * Makes the sound files that the corpus begins with, as small as they can be. Run it with the folder of the
 * resources as its argument when a format changes; what the fuzzer found stays beside them.
 */
final class SeedFiles {
    private static final Shape IMAGE = Shape.of(4, 4, 1);
    private final Path folder;
    private final Backend backend;
    private final Random random = new Random(1);

    private SeedFiles(Path folder, Backend backend) {
        this.folder = folder;
        this.backend = backend;
    }

    public static void main(String[] arguments) throws IOException {
        try (var choice = Backends.open("reference!", Options.standard())) {
            var seeds = new SeedFiles(Path.of(arguments[0]), choice.backend());
            seeds.arrays();
            seeds.pictures();
            seeds.tables();
            seeds.model();
            seeds.detectors();
            seeds.codes();
        }
    }

    private Path seed(String target, String name) throws IOException {
        Path place = folder.resolve("dev/hourglass/fuzz/" + target.replace("/", "FuzzTestInputs/"))
                .resolve(name);
        Files.createDirectories(place.getParent());
        return place;
    }

    private float[] values(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = random.nextFloat();
        }
        return values;
    }

    private void arrays() throws IOException {
        var arrays = Map.of("floats.npy", NpyArray.of(values(6), 2, 3), "doubles.npy",
                NpyArray.of(new double[] {1, 2, 3, 4}, 2, 2), "pictures.npy",
                NpyArray.of(new byte[] {0, 1, 2, 3, 4, 5, 6, 7}, 2, 2, 2));
        for (var array : arrays.entrySet()) {
            Npy.write(seed("Npy/open", array.getKey()), array.getValue());
        }
        var both = new LinkedHashMap<String, NpyArray>();
        both.put("X", NpyArray.of(values(6), 2, 3));
        both.put("y", NpyArray.of(new int[] {0, 1}, 2));
        Npz.write(seed("Npz/read", "rows.npz"), both);
        IdxDataset.write(seed("Idx/open", "images.idx"), Shape.of(2, 3, 3), values(18));
        IdxDataset.write(seed("Idx/open", "colours.gz"), Shape.of(2, 2, 2, 3), values(24));
    }

    private void pictures() throws IOException {
        PngFile.write(seed("Image/open", "grey.png"), values(12), 3, 4, 1);
        PngFile.write(seed("Image/open", "colour.png"), values(36), 3, 4, 3);
        for (int type : new int[] {BufferedImage.TYPE_BYTE_INDEXED, BufferedImage.TYPE_BYTE_BINARY}) {
            ImageIO.write(new BufferedImage(4, 3, type), "png",
                    seed("Image/open", "type" + type + ".png").toFile());
        }
        ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY), "jpg",
                seed("Image/open", "grey.jpg").toFile());
        ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "jpg",
                seed("Image/open", "colour.jpg").toFile());
    }

    private void tables() throws IOException {
        Files.writeString(seed("Csv/open", "header.csv"), "a,b\n1,2.5\n-3e2,4\n");
        Files.writeString(seed("Csv/open", "semicolons.csv"), "1;2\r\n\"3\";4\r\n");
        Files.writeString(seed("CsvTable/profile", "words.csv"),
                "name,size,colour\n\"a, \"\"b\"\"\",1.5,red\nc,,blue\nd,NA,red\n");
        Files.writeString(seed("CsvTable/profile", "tabs.csv"), "1\tx\n2\ty\n");
    }

    /** Every kind of layer once. */
    private void model() throws IOException {
        var relu = new Activation.Relu();
        var encoder = Sequential.of(Conv2d.same(2, 3, 1, relu), BatchNorm.standard(relu), Pool2d.max(2),
                new Residual(Conv2d.same(2, 1, 1, relu)), Concat.of(new Flatten(), new Flatten()),
                new GaussianNoise(0.1f), new Dropout(0.1f), Dense.linear(2));
        var decoder = Sequential.of(Dense.of(4, relu), new Reshape(Shape.of(2, 2, 1)), Upsample2d.by(2),
                ConvTranspose2d.same(1, 3, 1, new Activation.Sigmoid()));
        var model = new Autoencoder("small", IMAGE, Sizes.fixed(), encoder, decoder);
        var program = AutoencoderProgram.training(model, Objective.reconstruction(), 2, 1);
        Path file = folder.resolve("dev/hourglass/fuzz/model.safetensors");
        try (var session = Session.open(program, backend)) {
            InitialWeights.write(session, Datasets.of("seed", IMAGE, values(32)), 1);
            TrainedModel.of(model, session, Map.of("data", "none")).save(file);
        }
        Files.copy(file, seed("Safetensors/read", "model.safetensors"));
        Files.write(seed("Model/load", "model.json"), Headers.of(Files.readAllBytes(file)));
    }

    private void detectors() throws IOException {
        var settings = DetectorSettings.contaminated(1).withSteps(1);
        Path source = Files.createTempFile("seed", ".csv");
        var text = new StringBuilder("size,colour,weight\n");
        for (int row = 0; row < 40; row++) {
            text.append(random.nextFloat()).append(row % 3 == 0 ? ",red," : ",blue,")
                    .append(random.nextInt(9))
                    .append('\n');
        }
        Files.writeString(source, text);
        var table = CsvTable.open(source, Header.PRESENT);
        var frame = Frame.sample(table, TableProfile.of(table, Set.of()), 40, 1);
        Files.delete(source);
        var holdout = Holdout.of(0.3);
        var detector = AnomalyDetector.fit(frame, Set.of(), settings, holdout, backend, FitListener.none())
                .detector();
        save(detector, "table-detector.safetensors", "TableDetector/load");
        var images = Datasets.of("seed", Shape.of(8, 8, 1), values(30 * 64));
        save(AnomalyDetector.fit(images, settings, holdout, backend).detector(), "image-detector.safetensors",
                "ImageDetector/load");
    }

    private void save(AnomalyDetector detector, String name, String target) throws IOException {
        Path file = folder.resolve("dev/hourglass/fuzz").resolve(name);
        detector.save(file);
        Files.write(seed(target, "detector.json"), Headers.of(Files.readAllBytes(file)));
    }

    /** With as little to compute as can be: what is read are the codes. */
    private static Autoencoder smallCompressor(Shape row) {
        var encoder = Sequential.of(Dense.linear(2), BatchNorm.standard(new Activation.Identity()),
                new NestedDropout(0.8f));
        return new Autoencoder("small", row, Sizes.fixed(), encoder,
                Sequential.of(Dense.linear(row.elements())));
    }

    private void codes() throws IOException {
        var rows = Datasets.of("seed", Shape.of(4), values(200));
        var model = CompressorModel.training(smallCompressor(rows.shape()), 2, 1).batch(25)
                .fit(rows, backend).model();
        var measured = Compressor.measured(model, rows, backend);
        measured.save(folder.resolve("dev/hourglass/fuzz/compressor.safetensors"));
        try (var compressor = Compressor.open(measured, backend, 10);
                var out = Files.newOutputStream(seed("Codes/read", "rows.hgc"))) {
            var row = new float[40];
            for (int i = 0; i < 10; i++) {
                rows.read(i, row, 4 * i);
            }
            compressor.writer(out, 10, new Compressor.Rate(2, Compressor.USUAL_QUALITY))
                    .write(compressor.encode(row));
        }
    }
}
