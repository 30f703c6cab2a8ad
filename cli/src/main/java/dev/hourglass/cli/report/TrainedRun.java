package dev.hourglass.cli.report;

import dev.hourglass.cli.Interruptible;
import dev.hourglass.cli.Tester;
import dev.hourglass.cli.TrainData;
import dev.hourglass.cli.TrainSettings;
import dev.hourglass.cli.Verdict;
import dev.hourglass.data.Dataset;
import dev.hourglass.evaluation.Pca;
import dev.hourglass.models.TrainedModel;
import dev.hourglass.spi.Backend;
import dev.hourglass.spi.Session;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** A training run on images that is over. For one thread. */
public final class TrainedRun {
    private final Tester tester;
    private final Session session;
    private final TrainedModel model;
    private final Optional<Verdict> verdict;
    private final BooleanSupplier interrupted;
    private Pca pca;

    /**
     * A run.
     *
     * @param tester      knows the settings, the data and the backend
     * @param session     holds the trained weights; of the training program
     * @param verdict     empty when it was not tested, because of Ctrl-C
     * @param interrupted whether somebody asked to stop
     */
    public TrainedRun(Tester tester, Session session, TrainedModel model, Optional<Verdict> verdict,
            BooleanSupplier interrupted) {
        this.tester = tester;
        this.session = session;
        this.model = model;
        this.verdict = verdict;
        this.interrupted = interrupted;
    }

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

    public Session session() {
        return session;
    }

    public TrainedModel model() {
        return model;
    }

    /** What the tests found; empty when Ctrl-C came before they were done. */
    public Optional<Verdict> verdict() {
        return verdict;
    }

    /** Whether somebody asked to stop. */
    public BooleanSupplier interrupted() {
        return interrupted;
    }

    /** Principal components of the training rows; found at the first call, which can take a minute. */
    public Pca pca() {
        if (pca == null) {
            pca = Pca.fit(interruptible(data().train()));
        }
        return pca;
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
