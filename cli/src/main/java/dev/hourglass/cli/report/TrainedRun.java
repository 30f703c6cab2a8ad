package dev.hourglass.cli.report;

import dev.hourglass.cli.Interruptible;
import dev.hourglass.cli.TrainData;
import dev.hourglass.cli.TrainSettings;
import dev.hourglass.cli.Tester;
import dev.hourglass.cli.Verdict;
import dev.hourglass.data.Dataset;
import dev.hourglass.models.TrainedModel;
import dev.hourglass.spi.Backend;
import dev.hourglass.spi.Session;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * A training run on images that is over.
 *
 * @param tester      knows the settings, the data and the backend
 * @param session     holds the trained weights; of the training program
 * @param verdict     empty when it was not tested, because of Ctrl-C
 * @param interrupted whether somebody asked to stop
 */
public record TrainedRun(Tester tester, Session session, TrainedModel model, Optional<Verdict> verdict,
        BooleanSupplier interrupted) {

    public TrainSettings settings() {
        return tester.settings();
    }

    public TrainData data() {
        return tester.data();
    }

    /** Other data sets it was tested on, by the names the user gave. */
    public Map<String, Dataset> further() {
        return tester.further();
    }

    public Backend backend() {
        return tester.backend();
    }

    /** Rows that can no longer be read after Ctrl-C: for work that takes seconds. */
    public Dataset interruptible(Dataset rows) {
        return new Interruptible(rows, interrupted);
    }

    /** Does something with a session that holds the trained weights and takes these rows. */
    public void at(Dataset rows, Consumer<Session> action) {
        tester.at(rows, session, model, action);
    }
}
