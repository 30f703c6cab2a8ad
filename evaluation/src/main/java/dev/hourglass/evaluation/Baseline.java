package dev.hourglass.evaluation;

import dev.hourglass.data.Dataset;

/** Something simple, fitted already, that an anomaly detector has to beat. */
public interface Baseline {

    /** What to call it in a table, such as {@code isolation forest}. */
    String name();

    /** A score for each row, higher meaning stranger. */
    double[] scores(Dataset rows);
}
