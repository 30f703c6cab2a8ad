package dev.hourglass.cli.anomaly;

import dev.hourglass.cli.DataChoice;
import dev.hourglass.cli.DataSource;
import dev.hourglass.cli.RunRecord.Digests;
import dev.hourglass.cli.Streams;
import dev.hourglass.cli.table.UnknownCategories;
import dev.hourglass.data.DataPlaces.Network;
import dev.hourglass.data.Dataset;
import dev.hourglass.models.anomaly.AnomalyDetector;
import dev.hourglass.models.anomaly.AnomalyDetector.Fitted;
import dev.hourglass.models.anomaly.DetectorSettings;
import dev.hourglass.models.anomaly.FitListener;
import dev.hourglass.models.anomaly.Holdout;
import dev.hourglass.spi.Backend;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a detector is fitted on, and what it is judged by. */
interface AnomalyData {

    /** What the options name, in the same parts each time. */
    static AnomalyData open(AnomalyOptions options, Streams streams) {
        if (DataSource.isTable(options.data())) {
            return TableData.open(options, streams);
        }
        var place = new DataChoice.Place(options.folder(), Network.ALLOWED);
        var choice = new DataChoice(options.data(), place, Optional.empty(), 0, List.of());
        return ImageData.open(options, new DataSource(choice.places(streams)), streams);
    }

    /** What to call the rows: {@code row} or {@code image}. */
    String noun();

    /** Rows that are trained on, calibration rows included. */
    int trainRows();

    /** Of what is learnt from and judged by. */
    Digests digests();

    /** For the report: counts, in order. */
    Map<String, Long> counts();

    Fitted fit(DetectorSettings settings, Holdout holdout, Backend backend,
            FitListener listener);

    /** Training rows as the detector sees them. */
    Dataset train(AnomalyDetector detector);

    /** Rows to judge the detector on; empty labels where there are none. */
    Test test(AnomalyDetector detector);

    /**
     * Rows and what they are.
     *
     * @param rows   as the detector sees them
     * @param labels whether each is an anomaly; as many as rows
     */
    record Test(Dataset rows, boolean[] labels) {
    }

    /** Test rows with categories that the detector does not know. Images have none. */
    default UnknownCategories unknownInTest(AnomalyDetector detector) {
        return new UnknownCategories();
    }

    /**
     * A test row, or a training row where there are no labels, as people know it.
     *
     * @param columns whose values are said
     */
    String describe(int row, List<String> columns);

    /** Whether there are labels, and so a test. */
    boolean isLabelled();
}
