package dev.hourglass.cli.anomaly;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hourglass.cli.Library;
import dev.hourglass.cli.WeightLog;
import dev.hourglass.data.AtomicFile;
import java.nio.file.Path;

/** Every number of a run as JSON. */
final class AnomalyReportJson {
    private static final JsonMapper MAPPER = new JsonMapper();

    private AnomalyReportJson() {
    }

    static void write(Path file, AnomalyResult result) {
        var root = MAPPER.createObjectNode();
        var detector = result.fitted().detector();
        root.put("task", "anomaly");
        root.put("data", result.options().data());
        var rows = root.putObject("rows");
        result.data().counts().forEach(rows::put);
        rows.put("train", result.fitted().rows());
        var decision = detector.decision();
        rows.put("calibration", result.data().trainRows() - result.fitted().rows());
        rows.put("test", result.judged().map(each -> each.scores().length).orElse(0));
        rows.put("trimmed", result.fitted().trimmed());
        root.put("training", result.settings().training().name().toLowerCase(java.util.Locale.ROOT));
        root.put("score", result.settings().score().toString());
        root.put("parameters", detector.parameters());
        root.put("relations", detector.relations());
        root.put("seed", result.settings().seed());
        root.put("threshold", decision.threshold());
        root.put("contamination", decision.contamination());
        root.put("calibrationRows",
                decision.rows().name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'));
        root.put("outcome", result.ending().toString());
        var extent = result.fitted().extent();
        root.putObject("trained").put("finished", extent.finished()).put("all", extent.all())
                .put("unit", extent.unit().name().toLowerCase(java.util.Locale.ROOT));
        root.put("seconds", result.fit().seconds());
        root.put("keptEpoch", result.fit().keptEpoch());
        var train = root.putObject("train");
        var losses = train.putObject("loss");
        result.fit().losses().forEach((part, points) -> {
            var curve = losses.putArray(part);
            points.forEach(each -> curve.addArray().add(each.x()).add(each.y()));
        });
        var weights = train.putArray(WeightLog.KEY);
        result.fit().hashes().forEach(weights::add);
        detector.encoding().ifPresent(encoding -> {
            var columns = root.putArray("columns");
            encoding.used().forEach(each -> columns.add(each.name()));
            var unused = root.putArray("unusedColumns");
            encoding.unused().forEach(unused::add);
        });
        result.judged().ifPresentOrElse(judged -> {
            var own = judged.quality();
            var test = root.putObject("test").put("auroc", own.auroc()).put("ap", own.ap());
            int anomalies = 0;
            for (boolean label : judged.labels()) {
                anomalies += label ? 1 : 0;
            }
            test.put("anomalies", anomalies).put("beatsBaselines", result.unbeaten().isEmpty());
            if (detector.encoding().isPresent()) {
                var unknown = test.putObject("unknownCategories").put("rows", judged.unknown().rows());
                var byColumn = unknown.putObject("columns");
                judged.unknown().byColumn().forEach(byColumn::put);
            }
            var rivals = root.putObject("baselines");
            judged.rivals().forEach((name, each) -> rivals.putObject(name).put("auroc", each.auroc())
                    .put("ap", each.ap()));
        }, () -> root.putNull("test"));
        root.putObject("backend").put("name", result.device().backend())
                .put("device", result.device().device())
                .put("version", result.device().version()).put("threads", result.device().threads());
        root.put("library", Library.version());
        root.put("jdk", Runtime.version().toString());
        root.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        root.put("command", result.command());
        AtomicFile.write(file, out -> MAPPER.writerWithDefaultPrettyPrinter().writeValue(out, root));
    }
}
