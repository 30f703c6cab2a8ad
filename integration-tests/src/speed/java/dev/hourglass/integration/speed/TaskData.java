package dev.hourglass.integration.speed;

import dev.hourglass.plan.Shape;
import dev.hourglass.testing.GoldenFile;
import java.nio.file.Path;

/** Weights and images of the golden denoising run, the images repeated to batches of any size. */
final class TaskData {
    static final int PARAMETERS = 14;
    private static final int IMAGE = Task.SIDE * Task.SIDE;

    private final GoldenFile golden;
    private final float[] clean;
    private final float[] noisy;
    private final int batch;

    TaskData(Path file, int batch) {
        golden = GoldenFile.read(file);
        clean = golden.floats("clean");
        noisy = golden.floats("noisy");
        this.batch = batch;
    }

    GoldenFile golden() {
        return golden;
    }

    /** Initial parameter i in the project's layout. */
    float[] parameter(int i) {
        return golden.floats("param/" + i);
    }

    Shape parameterShape(int i) {
        return golden.shape("param/" + i);
    }

    float[] clean(int step) {
        return rows(clean, step);
    }

    float[] noisy(int step) {
        return rows(noisy, step);
    }

    /** The losses PyTorch found with batches of 16, of the ten steps. */
    float[] goldenLosses(Task.Criterion criterion) {
        return golden.floats("run/" + (criterion == Task.Criterion.BCE ? "bce" : "mse") + "-adam/loss");
    }

    private float[] rows(float[] images, int step) {
        var rows = new float[batch * IMAGE];
        int available = images.length / IMAGE;
        for (int i = 0; i < batch; i++) {
            int from = (int) (((long) step * batch + i) % available);
            System.arraycopy(images, from * IMAGE, rows, i * IMAGE, IMAGE);
        }
        return rows;
    }
}
