package dev.hourglass.report;

import dev.hourglass.plan.Shape;
import dev.hourglass.report.ImageGrid.Row;
import dev.hourglass.report.ImageGrid.Tile;
import dev.hourglass.report.Scatter.Group;
import dev.hourglass.report.Scatter.Mark;
import dev.hourglass.report.Table.Cell;
import dev.hourglass.report.Table.Column;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/** A report with a section of every kind. */
final class Sample {
    private static final Shape IMAGE = Shape.of(8, 8, 1);

    private Sample() {
    }

    /** Writes it, to be looked at. */
    public static void main(String[] arguments) {
        HtmlReport.of(report(600)).write(Path.of(arguments[0]));
    }

    static Report report(int points) {
        var facts = new LinkedHashMap<String, String>();
        facts.put("Model", "tutorial-compression, 20 numbers");
        facts.put("Parameters", "222,384");
        facts.put("Data", "mnist");
        facts.put("Rows", "54,000 to train on, 6,000 to watch, 10,000 to test on");
        facts.put("Loss", "mean squared error");
        facts.put("Backend", "onednn 3.11 on 2 threads");
        var provenance = new LinkedHashMap<String, String>();
        provenance.put("Hourglass", "0.1.0");
        provenance.put("Java", "25");
        return new Report("Compressor: mnist to 20 numbers",
                "20 numbers give images back with a mean squared error of 0.0072, a third of what PCA leaves.",
                List.of(Chapter.of("What was trained",
                        new Facts("", facts),
                        Finding.good("The model beats every baseline on the test images."),
                        Finding.note("Labels were used for colours only."),
                        Finding.careful("Only 500 rows were trained on."),
                        Finding.bad("The model is no better than answering always with the mean image.")),
                        Chapter.of("How training went", losses(), new Text("Reading it",
                                List.of("The first paragraph.", "The second one."))),
                        Chapter.of("Before and after", images()),
                        Chapter.of("Baselines", table(), errors(), roc(), bars()),
                        Chapter.of("The code", scatter(points)),
                        Chapter.of("Again", new Command("The same run",
                                "hourglass train compress --data mnist --latent 20 --epochs 20 "
                                        + "--seed 1 --backend onednn! --out run"))),
                provenance);
    }

    private static LineChart losses() {
        var x = IntStream.rangeClosed(1, 20).asDoubleStream().toArray();
        var train = IntStream.range(0, 20).mapToDouble(i -> 0.006 + 0.05 / (i + 1)).toArray();
        var validation = IntStream.range(0, 20).mapToDouble(i -> 0.008 + 0.04 / (i + 1)).toArray();
        var random = new Random(1);
        var fineX = IntStream.range(0, 300).mapToDouble(i -> i / 15.0).toArray();
        var fine = IntStream.range(0, 300)
                .mapToDouble(i -> 0.006 + 0.05 / (i / 15.0 + 0.7) + 0.002 * random.nextGaussian()).toArray();
        return LineChart.of("Loss", Axis.of("epoch"), Axis.log("mean squared error"),
                Line.of("training, as it went", fineX, fine).styled(Line.Style.FAINT),
                Line.of("training, mean of an epoch", x, train), Line.of("validation", x, validation)
                        .styled(Line.Style.DASHED))
                .with(Reference.horizontal("mean image", 0.067)).noted("Lower is better.");
    }

    private static ImageGrid images() {
        var original = new ArrayList<Tile>();
        var heat = new ArrayList<Tile>();
        for (int i = 0; i < 10; i++) {
            float[] values = image(i);
            original.add(new Tile(Picture.of(values, IMAGE), ""));
            heat.add(new Tile(Picture.heat(values, 8, 8, 1), "0.0" + (10 + i)));
        }
        return new ImageGrid("Typical test images",
                List.of(new Row("original", original), new Row("error", heat)), "One of each class.");
    }

    private static float[] image(int seed) {
        var random = new Random(seed);
        var values = new float[64];
        for (int i = 0; i < 64; i++) {
            values[i] = Math.abs(i % 8 - seed % 8) < 2 ? 0.9f : 0.3f * random.nextFloat();
        }
        return values;
    }

    private static Table table() {
        return new Table("Test images",
                List.of(Column.of("method"), Column.lowest("MSE"), Column.highest("PSNR, dB"),
                        Column.of("numbers")),
                List.of(Table.Row.ofModel(Cell.of("this model"), Cell.of(0.0072, "%.4f"),
                        Cell.of(21.4, "%.2f"),
                        Cell.of(20, "%.0f")),
                        Table.Row.of(Cell.of("PCA"), Cell.of(0.0235, "%.4f"), Cell.of(16.3, "%.2f"),
                                Cell.of(20, "%.0f")),
                        Table.Row.of(Cell.of("untrained network"), Cell.of(0.0671, "%.4f"),
                                Cell.of(Double.NaN, "%.2f"),
                                Cell.of(20, "%.0f"))),
                "The same rows for each.");
    }

    private static Histogram errors() {
        var random = new Random(2);
        var values = new LinkedHashMap<String, double[]>();
        values.put("normal", random.doubles(5000)
                .map(each -> Math.exp(-4 + 1.2 * (each + random.nextGaussian()))).toArray());
        values.put("anomalous",
                random.doubles(80).map(each -> Math.exp(-1.5 + each + random.nextGaussian())).toArray());
        return Histogram
                .of("Errors by label", Axis.log("mean squared error of a row"), Histogram.Heights.SHARE,
                        values)
                .with(Reference.vertical("threshold", 0.12));
    }

    private static LineChart roc() {
        var x = IntStream.rangeClosed(0, 1000).mapToDouble(i -> i / 1000.0).toArray();
        var model = IntStream.rangeClosed(0, 1000).mapToDouble(i -> Math.pow(i / 1000.0, 0.2)).toArray();
        return LineChart.of("ROC", Axis.of("false alarms").from(0, 1), Axis.of("found").from(0, 1),
                Line.of("this model (AUROC 0.833)", x, model),
                Line.of("chance", new double[] {0, 1}, new double[] {0, 1}).styled(Line.Style.DASHED));
    }

    private static Bars bars() {
        return new Bars("Share of the score", Axis.of("share"),
                List.of(new Bars.Bar("amount", 0.52), new Bars.Bar("time since the last transaction", 0.31),
                        new Bars.Bar("country", 0.17)),
                "Of the hundred highest scores.");
    }

    static Scatter scatter(int points) {
        var random = new Random(3);
        var groups = new ArrayList<Group>();
        var pictures = new float[10 * 64];
        for (int label = 0; label < 10; label++) {
            System.arraycopy(image(label), 0, pictures, label * 64, 64);
            var marks = new ArrayList<Mark>();
            for (int i = 0; i < points / 10; i++) {
                marks.add(new Mark(3 * Math.cos(label) + random.nextGaussian(), 3 * Math.sin(label)
                        + random.nextGaussian(), "row " + i, label));
            }
            groups.add(new Group(String.valueOf(label), marks));
        }
        return new Scatter("The code in two dimensions", Axis.of("first principal component"),
                Axis.of("second principal component"), groups, Optional.of(Sprite.of(pictures, IMAGE)),
                "Colours are labels, which training did not see.");
    }
}
