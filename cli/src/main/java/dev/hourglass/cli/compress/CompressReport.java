package dev.hourglass.cli.compress;

import dev.hourglass.cli.report.TaskReport;
import dev.hourglass.cli.report.TrainedRun;
import dev.hourglass.models.AutoencoderProgram;
import dev.hourglass.models.compress.Compressor;
import dev.hourglass.plan.Ports;
import dev.hourglass.report.Chapter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the page of a compressor shows besides: error for every width, use for classifiers, neighbourhoods,
 * bytes.
 */
final class CompressReport implements TaskReport {
    private static final int BATCH = 128;

    private final ProbeAmount amount;

    CompressReport(ProbeAmount amount) {
        this.amount = amount;
    }

    @Override
    public List<String> words() {
        return List.of("--probe", amount.toString());
    }

    @Override
    public Additions additions(TrainedRun run) {
        var program = AutoencoderProgram.inference(run.model().architecture(), 1);
        if (amount == ProbeAmount.NONE || program.port(Ports.CODE).shape().row().rank() != 1) {
            return Additions.none();
        }
        var chapters = new ArrayList<Chapter>();
        Map<String, Object> results = new LinkedHashMap<>();
        try (var compressor = Compressor.open(run.model(), run.backend(), BATCH)) {
            var subject = CodeSubject.of(run, compressor, amount);
            results.put("probed", Map.of("known", subject.known().size(), "test", subject.test().size()));
            var widths = WidthErrors.measure(subject);
            chapters.add(widths.chapter());
            results.putAll(widths.results());
            run.data().table().ifPresent(origin -> {
                var columns = ColumnErrors.measure(subject, origin.encoding());
                chapters.add(columns.chapter());
                results.putAll(columns.results());
            });
            if (CodeProbes.isPossible(subject)) {
                var probes = CodeProbes.measure(subject, amount);
                chapters.add(probes.chapter());
                results.putAll(probes.results());
            }
            if (CodeNeighbourhoods.isPossible(subject)) {
                var neighbourhoods = CodeNeighbourhoods.measure(subject);
                chapters.add(neighbourhoods.chapter());
                results.putAll(neighbourhoods.results());
            }
            var rates = RateCurve.measure(subject);
            chapters.add(rates.chapter());
            results.putAll(rates.results());
        }
        return new Additions(chapters, results);
    }
}
