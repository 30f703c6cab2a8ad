package dev.hourglass.cli.denoise;

import dev.hourglass.cli.report.Judgement;
import dev.hourglass.cli.report.TaskReport;
import dev.hourglass.cli.report.TrainedRun;
import dev.hourglass.evaluation.ClassicalFilter;
import dev.hourglass.report.Chapter;
import dev.hourglass.report.Text;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** What the report of a denoiser has beyond that of every model. */
final class DenoiseReport implements TaskReport {

    @Override
    public Additions additions(TrainedRun run) {
        var chapters = new ArrayList<Chapter>();
        var results = new LinkedHashMap<String, Object>();
        var filters = FilterComparison.measure(run);
        filters.ifPresentOrElse(each -> {
            chapters.add(each.chapter());
            results.put("besideFilters", each.results());
            results.put("beatsFilters", each.judgement().unbeaten().isEmpty());
        }, () -> ClassicalFilter.missing().ifPresent(
                reason -> chapters.add(new Chapter("Beside filters", List.of(Text.of(reason + "."))))));
        var levels = NoiseLevels.measure(run);
        chapters.add(new Chapter("Noise of other strengths",
                List.of(levels.chart(run.settings().model().noise()))));
        results.put("noiseLevels", levels.results());
        return new Additions(chapters, results,
                filters.map(FilterComparison::judgement).orElse(Judgement.none()));
    }
}
