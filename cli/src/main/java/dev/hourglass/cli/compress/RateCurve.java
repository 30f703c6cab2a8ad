package dev.hourglass.cli.compress;

import dev.hourglass.models.TrainedModel;
import dev.hourglass.models.compress.Compressor;
import dev.hourglass.models.compress.Compressor.Rate;
import dev.hourglass.report.Axis;
import dev.hourglass.report.Chapter;
import dev.hourglass.report.Line;
import dev.hourglass.report.LineChart;
import dev.hourglass.report.Point;
import dev.hourglass.report.Section;
import dev.hourglass.report.Table;
import dev.hourglass.report.Table.Cell;
import dev.hourglass.report.Table.Column;
import dev.hourglass.report.Text;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Bytes against error: of files that {@code hourglass compress} would write, of the same with principal
 * components as the model, and of the usual image formats.
 *
 * @param rows       how many test rows, in words
 * @param modelBytes that decompressing needs besides the file, about
 */
record RateCurve(List<Measured> points, String rows, long modelBytes) {
    private static final int[] QUALITIES = {100, 90, 80, 70, 60, 50, 40};
    /** What loses nothing has no place on a logarithmic axis. */
    private static final double LOSSLESS = 1e-8;
    private static final String MODEL = "this model";
    private static final String PCA = "principal components";

    /**
     * One file.
     *
     * @param method  who made it
     * @param setting numbers and quality, or an image format's quality
     */
    record Measured(String method, String setting, long bytes, double bitsPerPixel, double mse) {
    }

    RateCurve {
        points = List.copyOf(points);
    }

    static RateCurve measure(CodeSubject subject) {
        var points = new ArrayList<Measured>();
        int width = subject.compressor().width();
        measure(subject, subject.compressor(), MODEL, points);
        var pca = Compressor.measured(PcaModel.of(subject.pca(), subject.test().shape(), width),
                subject.known(), subject.backend());
        try (var linear = Compressor.open(pca, subject.backend(), 128)) {
            measure(subject, linear, PCA, points);
        }
        points.addAll(ImageFormats.measure(subject));
        return new RateCurve(points, subject.testWords(), bytes(subject.run().model()));
    }

    private static long bytes(TrainedModel model) {
        var tensors = model.tensors();
        return tensors.names().stream().mapToLong(each -> 4L * tensors.shape(each).elements()).sum();
    }

    private static void measure(CodeSubject subject, Compressor compressor, String method,
            List<Measured> points) {
        int width = compressor.width();
        int[] widths = compressor.isOrdered() ? new int[] {width, width / 2, width / 4} : new int[] {width};
        var size = BitsPerPixel.of(subject.test().shape(), subject.test().size());
        for (int numbers : Arrays.stream(widths).filter(each -> each > 0).distinct().toArray()) {
            float[] codes = compressor.encode(subject.testValues(), numbers);
            for (int quality : QUALITIES) {
                var file = new ByteArrayOutputStream();
                var writer = compressor.writer(file, subject.test().size(), new Rate(numbers, quality));
                var quantised = new float[codes.length];
                for (int at = 0; at < codes.length;) {
                    int end = at + writer.blockRows() * numbers;
                    float[] block = writer.write(Arrays.copyOfRange(codes, at, end));
                    System.arraycopy(block, 0, quantised, at, block.length);
                    at = end;
                }
                double mse = subject.mse(compressor.decode(quantised, numbers));
                points.add(new Measured(method, numbers + " numbers, quality " + quality, file.size(),
                        size.of(file.size()), mse));
            }
        }
    }

    Chapter chapter() {
        var sections = new ArrayList<Section>();
        var byMethod = new LinkedHashMap<String, List<Point>>();
        points.stream().filter(each -> each.mse > LOSSLESS)
                .forEach(each -> byMethod.computeIfAbsent(each.method, _ -> new ArrayList<>())
                        .add(new Point(each.bitsPerPixel, each.mse)));
        var lines = new ArrayList<Line>();
        byMethod.forEach((method, all) -> lines.add(new Line(method,
                method.equals(MODEL) ? Line.Style.SOLID : Line.Style.DASHED, best(all))));
        sections.add(new LineChart("Bytes against error", Axis.log("bits per pixel, of whole files"),
                Axis.log("mean squared error"), lines, List.of(),
                "The best that each reached with some setting, on " + rows
                        + " in one file. "
                        + "PNG loses nothing and is in the table only."));
        sections.add(new Table("Files of " + rows,
                List.of(Column.of("method"), Column.of("setting"), Column.of("bytes"),
                        Column.of("bits per pixel"),
                        Column.of("MSE")),
                points.stream().map(RateCurve::row).toList(), ""));
        sections.add(Text.of(String.format(java.util.Locale.ROOT,
                "Decompressing also needs the model, %,d bytes. Divided among these images alone it outweighs "
                        + "everything else; it is paid once for all images that are ever compressed with it.",
                modelBytes)));
        return new Chapter("Real bytes", sections);
    }

    private static Table.Row row(Measured each) {
        var cells = new Cell[] {Cell.of(each.method), Cell.of(each.setting), Cell.of(each.bytes, "%,.0f"),
            Cell.of(each.bitsPerPixel, "%.4f"), Cell.of(each.mse, "%.5f")};
        return each.method.equals(MODEL) ? Table.Row.ofModel(cells) : Table.Row.of(cells);
    }

    /** In order of bytes, without those that cost more and are worse than others. */
    private static List<Point> best(List<Point> points) {
        var sorted = new ArrayList<>(points);
        sorted.sort(java.util.Comparator.comparingDouble(Point::x));
        var best = new ArrayList<Point>();
        for (Point point : sorted) {
            if (best.isEmpty() || point.y() < best.getLast().y()) {
                best.add(point);
            }
        }
        return best;
    }

    Map<String, Object> results() {
        return Map.of("rates", points, "modelBytes", modelBytes);
    }
}
