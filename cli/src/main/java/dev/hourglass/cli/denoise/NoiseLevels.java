package dev.hourglass.cli.denoise;

import dev.hourglass.cli.Words;
import dev.hourglass.cli.report.TrainedRun;
import dev.hourglass.data.Dataset;
import dev.hourglass.models.Corruption;
import dev.hourglass.report.Axis;
import dev.hourglass.report.Line;
import dev.hourglass.report.LineChart;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How a denoiser does with more and with less noise than it was trained on. */
final class NoiseLevels {
    private static final List<Float> DEVIATIONS = List.of(0.1f, 0.2f, 0.3f, 0.4f, 0.5f, 0.6f, 0.7f);
    private static final int ROWS = 1000;

    /**
     * At one level.
     *
     * @param deviation of gaussian noise
     * @param noisy     PSNR of the noisy images, in dB
     * @param psnr      of the denoised ones
     */
    record Level(float deviation, double noisy, double psnr) {
    }

    private final Map<String, List<Level>> byData = new LinkedHashMap<>();

    private NoiseLevels() {
    }

    static NoiseLevels measure(TrainedRun run) {
        var levels = new NoiseLevels();
        levels.measure(run, run.settings().data().data(), run.data().test());
        run.further().forEach((name, rows) -> levels.measure(run, name, rows));
        return levels;
    }

    private void measure(TrainedRun run, String name, Dataset data) {
        var levels = new ArrayList<Level>();
        for (float deviation : DEVIATIONS) {
            var rows = NoisyRows.of(run, data, new Corruption.Gaussian(deviation), ROWS);
            levels.add(new Level(deviation, rows.psnr(rows.noisy()), rows.psnr(rows.output())));
        }
        byData.put(name, levels);
    }

    /** For report.json. */
    Map<String, List<Level>> results() {
        return byData;
    }

    /** PSNR over the deviation of the noise. */
    LineChart chart(String trainedOn) {
        var lines = new ArrayList<Line>();
        byData.forEach((name, levels) -> {
            double[] x = levels.stream().mapToDouble(Level::deviation).toArray();
            lines.add(Line.of(name + ", denoised", x, levels.stream().mapToDouble(Level::psnr).toArray())
                    .styled(Line.Style.MARKED));
            lines.add(Line.of(name + ", noisy", x, levels.stream().mapToDouble(Level::noisy).toArray())
                    .styled(Line.Style.DASHED));
        });
        return LineChart.of("More and less gaussian noise", Axis.of("standard deviation of the noise"),
                Axis.of("PSNR, dB"), lines.toArray(Line[]::new))
                .noted("Trained on " + trainedOn + ". PSNR of the mean squared error over the first "
                        + Words.count(ROWS) + " test images, or all where there are fewer.");
    }
}
