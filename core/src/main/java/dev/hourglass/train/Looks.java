package dev.hourglass.train;

import dev.hourglass.train.TrainListener.Progress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The looks at the loss so far, each as three floats: Σ weight · loss, Σ weight, seconds. The first two are
 * what the device adds up, so the loss comes out again to the last bit.
 */
final class Looks {
    /** Steps between two looks: often enough for a progress bar, seldom enough not to wait for a device. */
    private static final int EVERY = 20;
    private static final int FLOATS = 3;

    private float[] floats;
    private int count;

    Looks(float[] floats) {
        this.floats = floats.clone();
        this.count = floats.length / FLOATS;
    }

    static boolean isDue(int step, int perEpoch) {
        return step % EVERY == 0 || step == perEpoch;
    }

    void add(float[] totals, double seconds) {
        int at = count++ * FLOATS;
        if (at == floats.length) {
            floats = Arrays.copyOf(floats, Math.max(64 * FLOATS, floats.length * 2));
        }
        floats[at] = totals[0];
        floats[at + 1] = totals[1];
        floats[at + 2] = (float) seconds;
    }

    float[] floats() {
        return Arrays.copyOf(floats, count * FLOATS);
    }

    /**
     * What listeners were told at the looks.
     *
     * @param perEpoch steps of an epoch
     * @param batch    rows of a step
     * @param rows     rows of an epoch
     */
    List<Progress> progress(int perEpoch, int batch, int rows) {
        var progress = new ArrayList<Progress>(count);
        int epoch = 1;
        int step = 0;
        for (int i = 0; i < count; i++) {
            do {
                step++;
            } while (!isDue(step, perEpoch));
            double loss = Evaluation.mean(Arrays.copyOfRange(floats, i * FLOATS, i * FLOATS + 2));
            progress.add(new Progress(epoch, step, (int) Math.min((long) step * batch, rows), loss,
                    floats[i * FLOATS + 2]));
            if (step == perEpoch) {
                epoch++;
                step = 0;
            }
        }
        return progress;
    }
}
