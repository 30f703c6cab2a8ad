package dev.hourglass.cli.denoise;

import dev.hourglass.cli.report.TrainedRun;
import dev.hourglass.data.Dataset;
import dev.hourglass.data.Datasets;
import dev.hourglass.models.AutoencoderProgram;
import dev.hourglass.models.Corruption;
import dev.hourglass.models.Objective;
import dev.hourglass.models.Training;
import dev.hourglass.plan.Ports;
import dev.hourglass.plan.Routine;
import dev.hourglass.plan.Shape;
import dev.hourglass.spi.Session;

/**
 * Images, the same with noise, and what a model makes of them; one after the other.
 *
 * @param image shape of one
 */
record NoisyRows(Shape image, float[] clean, float[] noisy, float[] output) {

    /**
     * The first rows of a data set with some noise, which is the same for every model.
     *
     * @param most rows at most
     */
    static NoisyRows of(TrainedRun run, Dataset data, Corruption noise, int most) {
        var rows = run.interruptible(Datasets.first(data, Math.min(most, data.size())));
        int batch = run.settings().fit().batch();
        var program = AutoencoderProgram.training(run.model().architecture().forRow(data.shape()),
                Objective.reconstruction().withCorruption(noise), batch, run.settings().fit().seed());
        int width = data.shape().elements();
        var all = new NoisyRows(data.shape(), new float[rows.size() * width], new float[rows.size() * width],
                new float[rows.size() * width]);
        try (var session = Session.open(program, run.backend())) {
            run.model().writeTo(session);
            for (int from = 0; from < rows.size(); from += batch) {
                all.take(session, rows, from, Math.min(batch, rows.size() - from));
            }
        }
        return all;
    }

    private void take(Session session, Dataset rows, int from, int count) {
        var program = session.program();
        int width = image.elements();
        var values = new float[program.port(Ports.INPUT).elements()];
        for (int i = 0; i < count; i++) {
            rows.read(from + i, values, i * width);
        }
        session.write(program.port(Ports.INPUT), values);
        if (program.ports().containsKey(Ports.DRAW)) {
            session.write(program.port(Ports.DRAW), from);
        }
        session.run(Routine.EVALUATE);
        System.arraycopy(values, 0, clean, from * width, count * width);
        System.arraycopy(session.read(program.port(Ports.CORRUPTED)), 0, noisy, from * width, count * width);
        System.arraycopy(session.read(program.port(Ports.OUTPUT)), 0, output, from * width, count * width);
    }

    /** Some of its images as a data set. */
    Dataset dataset(float[] images) {
        return Datasets.of("images", image, images);
    }

    /** Peak signal-to-noise ratio in dB, of the mean squared error over all rows. */
    double psnr(float[] images) {
        double sum = 0;
        for (int i = 0; i < images.length; i++) {
            double difference = (double) images[i] - clean[i];
            sum += difference * difference;
        }
        return Training.psnr(sum / images.length);
    }
}
