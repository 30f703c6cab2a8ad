package dev.hourglass.cli;

import dev.hourglass.data.AtomicFile;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws how the loss fell. */
public final class LossChart {
    private static final int MOST_POINTS = 300;
    /** A mean over an epoch stands so far before its end. */
    private static final double MIDDLE = 0.5;
    private static final Color STEPS = new Color(0xb8, 0xcc, 0xe4);
    private static final Color TRAINING = new Color(0x1f, 0x5f, 0xa8);
    private static final Color VALIDATION = new Color(0xd9, 0x6b, 0x1c);

    private LossChart() {
    }

    public static void write(Path file, LossHistory history, TrainSettings settings) {
        var chart = chart(history, settings);
        AtomicFile.write(file, out -> out.write(png(chart)));
    }

    private static byte[] png(XYChart chart) throws IOException {
        return BitmapEncoder.getBitmapBytes(chart, BitmapEncoder.BitmapFormat.PNG);
    }

    private static XYChart chart(LossHistory history, TrainSettings settings) {
        String loss = settings.model().loss().equals(ModelChoice.BCE) ? "binary cross-entropy"
                : "mean squared error";
        var chart = new XYChartBuilder().width(900).height(520).title(settings.model().name() + " on "
                + settings.data().data()).xAxisTitle("epoch").yAxisTitle(loss).build();
        style(chart);
        double last = history.points().isEmpty() ? 1 : Math.ceil(history.points().getLast().epochs());
        chart.getStyler().setXAxisMax(last);
        points(chart, history);
        series(chart, "training, mean of an epoch", TRAINING, history.epochs().stream()
                .map(each -> new LossHistory.Point(each.epoch() - MIDDLE, each.loss())).toList());
        series(chart, "validation", VALIDATION, history.validation());
        if (chart.getSeriesMap().isEmpty()) {
            chart.addSeries("no step was finished", new double[] {0}, new double[] {0});
        }
        return chart;
    }

    private static void style(XYChart chart) {
        var styler = chart.getStyler();
        styler.setChartBackgroundColor(Color.WHITE).setPlotBorderVisible(false)
                .setLegendPosition(LegendPosition.InsideNE).setLegendBorderColor(Color.WHITE)
                .setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, 14))
                .setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 16));
        styler.setAxisTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, 14));
        styler.setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
        styler.setPlotGridLinesColor(new Color(0xe4, 0xe4, 0xe4));
        styler.setXAxisMin(0.0).setXAxisDecimalPattern("0.##").setYAxisDecimalPattern("0.######");
    }

    /**
     * What training saw between one look and the next, at most so many points that a line can be made out.
     */
    private static void points(XYChart chart, LossHistory history) {
        var points = history.points();
        if (points.size() < 2 || points.size() <= history.epochs().size()) {
            return;
        }
        int merged = Math.ceilDiv(points.size(), MOST_POINTS);
        int count = points.size() / merged;
        var x = new double[count];
        var y = new double[count];
        for (int i = 0; i < count; i++) {
            var window = points.subList(i * merged, (i + 1) * merged);
            x[i] = window.stream().mapToDouble(LossHistory.Point::epochs).average().orElseThrow();
            y[i] = window.stream().mapToDouble(LossHistory.Point::loss).average().orElseThrow();
        }
        look(chart.addSeries("training, as it went", x, y), STEPS, 1.5f).setMarker(SeriesMarkers.NONE);
    }

    private static void series(XYChart chart, String name, Color colour, List<LossHistory.Point> points) {
        if (points.isEmpty()) {
            return;
        }
        double[] x = points.stream().mapToDouble(LossHistory.Point::epochs).toArray();
        double[] y = points.stream().mapToDouble(LossHistory.Point::loss).toArray();
        look(chart.addSeries(name, x, y), colour, 2.5f).setMarker(SeriesMarkers.CIRCLE);
    }

    private static XYSeries look(XYSeries series, Color colour, float width) {
        series.setLineColor(colour);
        series.setMarkerColor(colour);
        series.setLineStyle(new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        return series;
    }
}
