package dev.hourglass.data;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hourglass.plan.Shape;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is done to a file, opening it works or fails with one line that names it. */
class DamageTest {
    private static final int TRIALS = 200;

    @TempDir
    Path folder;

    private byte[] sample(String kind) throws IOException {
        Random random = new Random(1);
        byte[] bytes = new byte[4 * 12 * 10];
        random.nextBytes(bytes);
        float[] floats = new float[bytes.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (bytes[i] & 0xff) / 255f;
        }
        Path file = folder.resolve("sample." + kind);
        switch (kind) {
            case "idx", "idx.gz" -> IdxDataset.write(file, Shape.of(4, 12, 10), bytes);
            case "npy" -> Npy.write(file, NpyArray.of(floats, 4, 12, 10));
            case "npz" ->
                Npz.write(file, Map.of("X", NpyArray.of(floats, 4, 120), "y", NpyArray.of(new int[4], 4)));
            case "png" -> PngFile.write(file, floats, 40, 12, 1);
            case "jpg" -> {
                BufferedImage image = new BufferedImage(40, 12, BufferedImage.TYPE_INT_RGB);
                for (int i = 0; i < 480; i++) {
                    image.setRGB(i % 40, i / 40, random.nextInt());
                }
                ImageIO.write(image, "jpg", file.toFile());
            }
            default -> Files.writeString(file, "a,\"b\",c\n" + "1.5,-2e3,\"7\"\n".repeat(20));
        }
        return Files.readAllBytes(file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"idx", "idx.gz", "npy", "npz", "png", "jpg", "csv"})
    void endsInOneLineOrInData(String kind) throws IOException {
        byte[] whole = sample(kind);
        Random random = new Random(2);
        Path file = folder.resolve("damaged");
        int refused = 0;
        for (int trial = 0; trial < TRIALS; trial++) {
            byte[] damaged = trial % 4 == 0 ? Faults.first(whole, random.nextInt(whole.length))
                    : whole.clone();
            int reach = trial % 3 == 0 ? Math.min(64, damaged.length) : damaged.length;
            for (int i = random.nextInt(4); i >= 0 && reach > 0; i--) {
                int place = random.nextInt(reach);
                damaged[place] = random.nextBoolean() ? (byte) random.nextInt()
                        : (byte) (0x7f * random.nextInt(2));
            }
            Files.write(file, damaged);
            try {
                Dataset data = Datasets.open(file);
                data.read(data.size() - 1, new float[data.shape().elements()], 0);
            } catch (DataException e) {
                refused++;
                assertTrue(e.getMessage().startsWith(file.toString()), e.getMessage());
                assertFalse(e.getMessage().contains("\n"), e.getMessage());
            }
        }
        assertTrue(refused > TRIALS / 5, refused + " refused");
    }
}
