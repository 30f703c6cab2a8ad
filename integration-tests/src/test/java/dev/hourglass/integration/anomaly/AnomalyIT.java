package dev.hourglass.integration.anomaly;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hourglass.data.ArrayTable;
import dev.hourglass.data.CsvTable;
import dev.hourglass.data.CsvTable.Header;
import dev.hourglass.data.Dataset;
import dev.hourglass.data.Datasets;
import dev.hourglass.data.Frame;
import dev.hourglass.data.TableProfile;
import dev.hourglass.models.anomaly.AnomalyDetector;
import dev.hourglass.models.anomaly.DetectorSettings;
import dev.hourglass.models.anomaly.Holdout;
import dev.hourglass.models.table.Scaling;
import dev.hourglass.models.table.TableEncoding;
import dev.hourglass.plan.Shape;
import dev.hourglass.random.PhiloxGenerator;
import dev.hourglass.spi.Backend;
import dev.hourglass.spi.Backends;
import dev.hourglass.spi.Options;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** The detector on real data, a part of what {@code docs/anomaly.md} has in full. */
@EnabledIfEnvironmentVariable(named = "HOURGLASS_DATA", matches = ".+",
        disabledReason = "real data is needed: set HOURGLASS_DATA to a folder with adbench and creditcard in it")
class AnomalyIT {
    private static Backend backend;

    @BeforeAll
    static void open() {
        backend = Backends.open(Backends.AUTO, Options.standard()).backend();
    }

    @AfterAll
    static void close() {
        backend.close();
    }

    private static Path data(String name) {
        return Path.of(System.getenv("HOURGLASS_DATA")).resolve(name);
    }

    /** Six of ADBench's sets, one seed: the bounds are what was measured less five. */
    @Test
    void findsTheAnomaliesOfSomeOfAdBench() {
        for (String each : List.of("4_breastw 93", "6_cardio 90", "43_WDBC 92", "37_Stamps 82", "42_WBC 93",
                "21_Lymphography 93")) {
            String name = each.split(" ")[0];
            Path file = data("adbench/" + name + ".npz");
            if (Files.exists(file)) {
                double auroc = AdBench.open(file, 1).detector(backend).auroc();
                assertTrue(auroc > Double.parseDouble(each.split(" ")[1]), name + ": AUROC " + auroc);
            }
        }
    }

    /** Unsupervised, 70/30: above isolation forest and principal components on the same split. */
    @Test
    void beatsForestAndComponentsOnCreditCards() {
        Path file = data("creditcard/creditcard_subset.csv.gz");
        var judged = new Judged(CsvTable.open(file, Header.GUESSED), "Class", 0);
        double own = judged.detector(backend).auroc();
        double forest = judged.forest().auroc();
        double components = judged.components().auroc();
        assertTrue(own > forest && own > components, own + " beside " + forest + " and " + components);
    }

    /**
     * Normal rows of the shuttle set: fitted on some, calibrated on others, alarms counted on the rest,
     * twenty times. The bound is three deviations of the mean of twenty beta-binomial shares.
     */
    @Test
    void falseAlarmsKeepTheirRateOnRealData() {
        keepTheirRate(normalShuttle());
    }

    /** The same on rows that are drawn: skewed, with ties. */
    @Test
    void falseAlarmsKeepTheirRateOnSyntheticData() {
        var random = new PhiloxGenerator(5, 99, 0);
        var values = new float[3000 * 6];
        for (int i = 0; i < values.length; i++) {
            double draw = random.nextGaussian();
            values[i] = i % 6 == 0 ? Math.round(draw) : (float) Math.exp(draw);
        }
        keepTheirRate(Datasets.of("drawn", Shape.of(6), values));
    }

    private static void keepTheirRate(Dataset rows) {
        int seeds = 20;
        int calibration = 999;
        int learnt = 500;
        int tested = rows.size() - calibration - learnt;
        double atOne = 0;
        double atFive = 0;
        for (int seed = 0; seed < seeds; seed++) {
            // Calibration and test rows are exchangeable: the order is random.
            int[] order = new PhiloxGenerator(seed, 98, 0).permutation(rows.size());
            var fitting = some(rows, Arrays.copyOf(order, learnt + calibration));
            var settings = DetectorSettings.clean(seed).withSteps(5);
            var detector = AnomalyDetector
                    .fit(fitting, settings, Holdout.of((double) calibration / fitting.size()),
                            backend)
                    .detector();
            assertEquals(calibration, detector.calibration().size());
            try (var scorer = detector.open(backend, 256)) {
                for (float score : AnomalyDetector.scores(scorer,
                        some(rows, Arrays.copyOfRange(order, learnt + calibration, order.length)))) {
                    double p = detector.calibration().pValue(score);
                    atOne += p <= 0.01 ? 1.0 / tested / seeds : 0;
                    atFive += p <= 0.05 ? 1.0 / tested / seeds : 0;
                }
            }
        }
        System.out.printf("false alarms on %s: %.4f at 1 %%, %.4f at 5 %%%n", rows.name(), atOne, atFive);
        assertEquals(0.01, atOne, 3 * deviation(0.01, calibration, tested, seeds));
        assertEquals(0.05, atFive, 3 * deviation(0.05, calibration, tested, seeds));
    }

    private static double deviation(double alpha, int calibration, int tested, int seeds) {
        return Math.sqrt(alpha * (1 - alpha) * (1.0 / calibration + 1.0 / tested) / seeds);
    }

    private static Dataset some(Dataset rows, int[] chosen) {
        int width = rows.shape().elements();
        var values = new float[chosen.length * width];
        for (int i = 0; i < chosen.length; i++) {
            rows.read(chosen[i], values, i * width);
        }
        return Datasets.of(rows.name(), rows.shape(), values);
    }

    private static Dataset normalShuttle() {
        var table = ArrayTable.open(data("adbench/32_shuttle.npz"));
        var all = Frame.sample(table, TableProfile.of(table, List.of()), 4000, 1);
        int label = all.columns().indexOf("y");
        var normal = all
                .rows(IntStream.range(0, all.size()).filter(row -> all.cell(row, label) == 0).limit(3500)
                        .toArray());
        return TableEncoding.fit(normal, Set.of("y"), Scaling.MIN_MAX).encode(normal);
    }
}
