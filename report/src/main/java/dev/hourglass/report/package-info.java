/**
 * What a report can show, as records that know nothing of models, and how it becomes one HTML file that works
 * without a network.
 *
 * <pre>
 * var losses = LineChart.of("Loss", Axis.of("epoch"), Axis.log("MSE"), Line.of("training", epochs, losses));
 * var report = new Report("My run", "What it shows in a sentence.",
 *         List.of(new Chapter("Training", List.of(losses))), Map.of("version", "1.0"));
 * HtmlReport.of(report).write(Path.of("report.html"));
 * </pre>
 */
package dev.hourglass.report;
