package dev.hourglass.cli.denoise;

import dev.hourglass.cli.report.TaskReport;
import dev.hourglass.cli.report.TrainedRun;
import dev.hourglass.report.Chapter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** What the report of a denoiser has beyond that of every model. */
final class DenoiseReport implements TaskReport {

    @Override
    public Additions additions(TrainedRun run) {
        var chapters = new ArrayList<Chapter>();
        var results = new LinkedHashMap<String, Object>();
        FilterComparison.measure(run).ifPresent(filters -> {
            chapters.add(filters.chapter());
            results.put("besideFilters", filters.results());
        });
        var levels = NoiseLevels.measure(run);
        chapters.add(new Chapter("Noise of other strengths",
                List.of(levels.chart(run.settings().model().noise()))));
        results.put("noiseLevels", levels.results());
        return new Additions(chapters, results);
    }
}
