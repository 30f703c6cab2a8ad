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
import java.util.Locale;
import java.util.Map;

/**
 * Bytes against error: of files that {@code hourglass compress} would write, of the same with principal
 * components as the model, and of the usual image formats.
 *
 * @param rows       how many test rows, in words
 * @param noun       what a row is called
 * @param unit       what bits are divided among
 * @param modelBytes that decompressing needs besides the file, about
 */
record RateCurve(List<Measured> points, String rows, String noun, String unit, long modelBytes) {
    private static final int[] QUALITIES = {100, 90, 80, 70, 60, 50, 40};
    /** Of these the page has rows in a table; the curve and report.json have all. */
    private static final List<Integer> SHOWN = List.of(100, 80, 60);
    /** What loses nothing has no place on a logarithmic axis. */
    private static final double LOSSLESS = 1e-8;
    private static final String QUALITY = ", quality ";
    private static final String MODEL = "this model";
    private static final String PCA = "principal components";

    /**
     * One file.
     *
     * @param method  who made it
     * @param setting numbers and quality, or an image format's quality
     * @param images  or rows that it holds; of image formats, which take longer, only some of the test images
     */
    record Measured(String method, String setting, int images, long bytes, double bitsPerPixel, double mse) {
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
        subject.run().data().table()
                .ifPresent(origin -> points.add(TableFormat.measure(origin, subject.test())));
        var size = BitsPerPixel.of(subject.test().shape(), 1);
        return new RateCurve(points, subject.testWords(), size.noun(), size.unit(),
                bytes(subject.run().model()));
    }

    private static long bytes(TrainedModel model) {
        var tensors = model.tensors();
        return tensors.names().stream().mapToLong(each -> 4L * tensors.shape(each).elements()).sum();
    }

    private static void measure(CodeSubject subject, Compressor compressor, String method,
            List<Measured> points) {
        var size = BitsPerPixel.of(subject.test().shape(), subject.test().size());
        for (int numbers : widths(compressor)) {
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
                points.add(new Measured(method, setting(numbers, quality), subject.test().size(), file.size(),
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
        sections.add(new LineChart("Bytes against error", Axis.log("bits per " + unit + ", of whole files"),
                Axis.log("mean squared error"), lines, List.of(),
                "The best that each reached with some setting, on " + rows
                        + " in one file. What loses nothing is in the tables only."));
        sections.add(coded());
        var others = points.stream().filter(each -> !isCoded(each)).toList();
        if (!others.isEmpty()) {
            sections.add(new Table("Other formats", List.of(Column.of("format"), Column.of("setting"),
                    Column.of(noun + "s"), Column.of("bytes each"), Column.of("bits per " + unit),
                    Column.of("MSE")), others.stream().map(RateCurve::row).toList(),
                    noun.equals("image") ? "JPEG: colours at half the resolution (4:2:0), Java's tables."
                            : ""));
        }
        sections.add(Text.of(String.format(Locale.ROOT,
                "Decompressing also needs the model, %,d bytes. Divided among these alone it outweighs "
                        + "everything else; it is paid once for all that is ever compressed with it.",
                modelBytes)));
        return new Chapter("Real bytes", sections);
    }

    /** This model and principal components side by side, by setting. */
    private Section coded() {
        var rows = new ArrayList<Table.Row>();
        for (Measured own : points) {
            boolean shown = SHOWN.stream().anyMatch(each -> own.setting.endsWith(QUALITY + each));
            if (shown && own.method.equals(MODEL)) {
                var linear = points.stream()
                        .filter(each -> each.method.equals(PCA) && each.setting.equals(own.setting))
                        .findFirst();
                rows.add(Table.Row.of(Cell.of(own.setting), Cell.of(own.bytes, "%,.0f"),
                        Cell.of(own.bitsPerPixel, "%.4f"), Cell.of(own.mse, "%.5f"),
                        Cell.of(linear.map(Measured::bytes).orElse(0L), "%,.0f"),
                        Cell.of(linear.map(Measured::bitsPerPixel).orElse(Double.NaN), "%.4f"),
                        Cell.of(linear.map(Measured::mse).orElse(Double.NaN), "%.5f")));
            }
        }
        return new Table("Files of " + this.rows,
                List.of(Column.of("setting"), Column.of("bytes"), Column.of("bits per " + unit),
                        Column.of("MSE"), Column.of("PCA: bytes"), Column.of("bits per " + unit),
                        Column.of("MSE")),
                rows, "PCA: principal components, rounded and coded in the same way. More settings are in "
                        + "the chart and in report.json.");
    }

    private static boolean isCoded(Measured each) {
        return each.method.equals(MODEL) || each.method.equals(PCA);
    }

    private static String setting(int numbers, int quality) {
        return numbers + " numbers" + QUALITY + quality;
    }

    /** All numbers of a code, and where fewer are a code, half and a quarter of them. */
    private static int[] widths(Compressor compressor) {
        int width = compressor.width();
        int[] widths = compressor.isOrdered() ? new int[] {width, width / 2, width / 4} : new int[] {width};
        return Arrays.stream(widths).filter(each -> each > 0).distinct().toArray();
    }

    private static Table.Row row(Measured each) {
        return Table.Row.of(Cell.of(each.method), Cell.of(each.setting),
                Cell.of(each.images, "%,.0f"), Cell.of((double) each.bytes / each.images, "%,.1f"),
                Cell.of(each.bitsPerPixel, "%.4f"), Cell.of(each.mse, "%.5f"));
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
