package dev.hourglass.cli.anomaly;

import dev.hourglass.cli.Words;
import dev.hourglass.cli.report.Judgement;
import dev.hourglass.cli.report.RunChapters;
import dev.hourglass.cli.report.RunPage;
import dev.hourglass.evaluation.Ranking;
import dev.hourglass.models.anomaly.Decision;
import dev.hourglass.models.anomaly.Extent;
import dev.hourglass.models.anomaly.PValueCounts;
import dev.hourglass.models.table.TableEncoding;
import dev.hourglass.plan.Shape;
import dev.hourglass.report.Axis;
import dev.hourglass.report.Chapter;
import dev.hourglass.report.Facts;
import dev.hourglass.report.Finding;
import dev.hourglass.report.Histogram;
import dev.hourglass.report.Histogram.Heights;
import dev.hourglass.report.ImageGrid;
import dev.hourglass.report.Line;
import dev.hourglass.report.LineChart;
import dev.hourglass.report.Picture;
import dev.hourglass.report.Point;
import dev.hourglass.report.Reference;
import dev.hourglass.report.Report;
import dev.hourglass.report.Section;
import dev.hourglass.report.Table;
import dev.hourglass.report.Text;
import dev.hourglass.report.Table.Cell;
import dev.hourglass.report.Table.Column;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;

/** The page of a run. */
final class AnomalyPage {
    private static final int POINTS = 400;

    private final AnomalyResult result;

    AnomalyPage(AnomalyResult result) {
        this.result = result;
    }

    Report report() {
        var chapters = new ArrayList<Chapter>();
        chapters.add(subject());
        chapters.add(Chapter.of("How training went", losses()));
        result.judged().ifPresent(judged -> {
            chapters.add(new Chapter("Does it beat doing without?", List.of(rivals(judged))));
            chapters.add(new Chapter("What it finds", found(judged)));
            chapters.add(new Chapter("Why these " + result.data().noun() + "s", reasons(judged)));
        });
        result.codes().ifPresent(codes -> chapters.add(Chapter.of("The codes", codes)));
        chapters.add(new Chapter("Decisions", decisions()));
        chapters.add(RunChapters.again(result.command()));
        return new Report("Anomalies in " + RunPage.dataName(result.options().data()), summary(), chapters,
                RunPage.provenance(result.device()));
    }

    private String summary() {
        return result.judged()
                .map(judged -> new Judgement(List.of(), result.unbeaten())
                        .before("Ranks an anomaly above a normal " + result.data().noun() + " in "
                                + AnomalyRun.percent(judged.quality().auroc())
                                + " % of all pairs (AUROC); average precision "
                                + AnomalyRun.percent(judged.quality().ap()) + " %."))
                .orElse(result.data().isLabelled() ? "The run was interrupted: the detector was not judged."
                        : "There are no labels, so nothing says how good the detector is.");
    }

    private Section losses() {
        boolean groups = result.fitted().extent().unit() == Extent.Unit.GROUPS;
        var lines = new ArrayList<Line>();
        result.fit().losses().forEach((part, points) -> lines.add(groups
                ? new Line(part, Line.Style.SOLID, besideFirst(points))
                : new Line(part, Line.Style.MARKED, points)));
        if (lines.isEmpty()) {
            return Text.of("No step was taken.");
        }
        boolean positive = lines.stream().flatMap(each -> each.points().stream())
                .allMatch(each -> each.y() > 0);
        String loss = "mean squared error of what is learnt" + (groups ? ", beside that at first" : "");
        return new LineChart("Loss", Axis.of(groups ? "step" : "epoch").from(0, Double.NaN),
                positive ? Axis.log(loss) : Axis.of(loss), lines, List.of(),
                groups ? "Each group scales the columns in its own way, so each curve starts at 1."
                        : "After a round the images that are answered worst are put aside; the learning rate"
                                + " starts high again.");
    }

    private static List<Point> besideFirst(List<Point> points) {
        double first = points.getFirst().y();
        return points.stream().map(each -> new Point(each.x(), first > 0 ? each.y() / first : 1)).toList();
    }

    private Chapter subject() {
        var facts = new LinkedHashMap<String, String>();
        var detector = result.fitted().detector();
        facts.put("Data", result.options().data());
        result.data().counts().forEach((name, count) -> facts.put("Rows, " + name, Words.count(count)));
        facts.put("Learnt from", Words.count(result.fitted().rows(), result.data().noun()));
        facts.put("Not learnt, as they were answered worst", Words.count(result.fitted().trimmed()));
        facts.put("Kept back for p-values", Words.count(result.data().trainRows() - result.fitted().rows()));
        result.judged().ifPresent(each -> facts.put("Judged by", Words.count(each.scores().length)));
        facts.put("Training", result.settings().training().name().toLowerCase(Locale.ROOT));
        facts.put("Score", result.settings().score().toString());
        facts.put("Parameters", Words.count(detector.parameters()));
        detector.encoding().ifPresent(
                _ -> facts.put("Linear relations between columns", Words.count(detector.relations())));
        detector.encoding().ifPresent(encoding -> RunChapters.columns(encoding, facts));
        facts.put("Seed", String.valueOf(result.settings().seed()));
        facts.put("Trained", result.fitted().extent().toString());
        facts.put("Time", Words.seconds(result.fit().seconds()));
        var sections = new ArrayList<Section>(List.of(new Facts("", facts)));
        if (result.ending() == AnomalyResult.Ending.INTERRUPTED) {
            sections.add(Finding.careful(result.fitted().extent().isComplete()
                    ? "The run was interrupted after training: this report is not complete."
                    : "Training was interrupted: the detector is made of " + result.fitted().extent()
                            + ", and was not judged."));
        }
        if (result.judged().isPresent()) {
            sections.add(result.unbeaten().isEmpty() ? Finding.good(result.verdict())
                    : Finding.bad(result.verdict()));
        }
        return new Chapter("What was fitted", sections);
    }

    private Section rivals(AnomalyResult.Judged judged) {
        var rows = new ArrayList<Table.Row>();
        var own = judged.quality();
        rows.add(Table.Row.ofModel(Cell.of("this detector"), Cell.of(100 * own.auroc(), "%.2f"),
                Cell.of(100 * own.ap(), "%.2f")));
        judged.rivals().forEach((name, each) -> rows.add(Table.Row.of(Cell.of(name),
                Cell.of(100 * each.auroc(), "%.2f"), Cell.of(100 * each.ap(), "%.2f"))));
        return new Table("On the same test " + result.data().noun() + "s", List.of(Column.of(""),
                Column.highest("AUROC, %"), Column.highest("average precision, %")), rows,
                "The untrained network is the same detector before its first step.");
    }

    private List<Section> found(AnomalyResult.Judged judged) {
        var ranking = Ranking.of(judged.scores(), judged.labels());
        var roc = ranking.roc(POINTS).points().stream()
                .map(each -> new Point(each.falsePositiveRate(), each.truePositiveRate())).toList();
        var curve = ranking.precisionRecall(POINTS).points().stream()
                .map(each -> new Point(each.recall(), each.precision())).toList();
        double share = (double) ranking.positives() / judged.labels().length;
        var groups = new LinkedHashMap<String, double[]>();
        groups.put("normal", of(judged, false));
        groups.put("anomaly", of(judged, true));
        var unit = Axis.of("share of normal " + result.data().noun() + "s taken for anomalies").from(0, 1);
        return List.of(
                Histogram.of("Scores by label", Axis.of("score"), Heights.SHARE, groups)
                        .with(Reference.vertical("threshold",
                                result.fitted().detector().decision().threshold())),
                LineChart.of("ROC curve", unit, Axis.of("share of anomalies found").from(0, 1),
                        new Line(String.format(Locale.ROOT, "detector (AUROC %.3f)", ranking.auroc()),
                                Line.Style.SOLID, roc),
                        new Line("guessing", Line.Style.DASHED, List.of(new Point(0, 0), new Point(1, 1)))),
                LineChart.of("Precision and recall", Axis.of("share of anomalies found (recall)").from(0, 1),
                        Axis.of("share of alarms that are right (precision)").from(0, 1),
                        new Line(String.format(Locale.ROOT, "detector (average precision %.3f)",
                                ranking.averagePrecision()), Line.Style.SOLID, curve),
                        new Line("guessing", Line.Style.DASHED,
                                List.of(new Point(0, share), new Point(1, share)))));
    }

    private static double[] of(AnomalyResult.Judged judged, boolean anomaly) {
        var own = new ArrayList<Double>();
        for (int i = 0; i < judged.scores().length; i++) {
            if (judged.labels()[i] == anomaly) {
                own.add((double) judged.scores()[i]);
            }
        }
        return own.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private List<Section> reasons(AnomalyResult.Judged judged) {
        var encoding = result.fitted().detector().encoding();
        if (encoding.isPresent()) {
            return List.of(reasons(judged, encoding.get()));
        }
        return List.of(heats(judged, result.fitted().detector().row()));
    }

    private static Section reasons(AnomalyResult.Judged judged, TableEncoding encoding) {
        var rows = new ArrayList<Table.Row>();
        for (var each : judged.explained()) {
            rows.add(Table.Row.of(Cell.of(each.score(), "%.3f"),
                    Cell.of(judged.labels()[each.row()] ? "anomaly" : "normal"),
                    Cell.of(String.join(", ", TopColumns.of(encoding, each.parts(), 3).stream()
                            .map(top -> top.name() + " " + Math.round(100 * top.share()) + " %").toList()))));
        }
        return new Table("The highest scores", List.of(Column.of("score"), Column.of("label"),
                Column.of("columns that say so, with their share")), rows, "");
    }

    private static Section heats(AnomalyResult.Judged judged, Shape shape) {
        var images = new ArrayList<ImageGrid.Tile>();
        var maps = new ArrayList<ImageGrid.Tile>();
        for (var each : judged.explained()) {
            images.add(new ImageGrid.Tile(Picture.of(each.values(), shape),
                    judged.labels()[each.row()] ? "anomaly" : "normal"));
            maps.add(new ImageGrid.Tile(HeatMap.picture(each.parts(), shape), ""));
        }
        return new ImageGrid("The highest scores", List.of(new ImageGrid.Row("image", images),
                new ImageGrid.Row("where it is strange", maps)),
                HeatMap.LEGEND);
    }

    private List<Section> decisions() {
        var decision = result.fitted().detector().decision();
        var sections = new ArrayList<Section>();
        var facts = new LinkedHashMap<String, String>();
        facts.put("Threshold", String.valueOf(decision.threshold()));
        facts.put("Calibration " + result.data().noun() + "s", Words.count(decision.calibration().size()));
        facts.put("Smallest p-value there can be",
                String.format(Locale.ROOT, "%.3g", 1.0 / (decision.calibration().size() + 1)));
        sections.add(new Facts("", facts));
        if (decision.rows() == Decision.Rows.TRAINED_ON) {
            sections.add(
                    Finding.careful("No rows were kept back from fitting: p-values come out too small. Use"
                            + " --calibration 0.2 for p-values that keep their promise."));
        } else {
            sections.add(Finding
                    .note("Among " + result.data().noun() + "s like the calibration ones, at most 1 % get a"
                            + " p-value of 1 % or less, 5 % one of 5 % or less, and so on, whatever the data."
                            + (result
                                    .settings().training().name().equals("CONTAMINATED")
                                            ? " Anomalies among the"
                                                    + " calibration rows make it rarer still."
                                            : "")));
        }
        result.judged().ifPresent(judged -> sections.add(pValues(judged, decision)));
        return sections;
    }

    private Section pValues(AnomalyResult.Judged judged, Decision decision) {
        var groups = new ArrayList<Histogram.Group>();
        for (boolean anomaly : new boolean[] {false, true}) {
            var counts = new PValueCounts(decision.calibration());
            for (int i = 0; i < judged.scores().length; i++) {
                if (judged.labels()[i] == anomaly) {
                    counts.add(decision.calibration().pValue(judged.scores()[i]));
                }
            }
            var bars = new ArrayList<Integer>();
            for (long count : counts.histogram(20)) {
                bars.add((int) count);
            }
            groups.add(new Histogram.Group(anomaly ? "anomaly" : "normal", bars));
        }
        var edges = new ArrayList<Double>();
        for (int i = 0; i <= 20; i++) {
            edges.add(i / 20.0);
        }
        return new Histogram("p-values of the test " + result.data().noun() + "s", Axis.of("p-value"),
                Heights.SHARE,
                edges, groups, List.of(),
                "Normal ones should be spread evenly, anomalies should crowd at the left.");
    }
}
