package dev.hourglass.train;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the log and the flight recorder how training goes. */
final class TrainLog implements TrainListener {
    private static final Logger LOG = LoggerFactory.getLogger(Trainer.class);

    private final String data;
    private Started run;
    private EpochDone current;

    /** @param data name of the training rows */
    TrainLog(String data) {
        this.data = data;
    }

    @Override
    public void started(Started started) {
        run = started;
        LOG.info("training starts: {}, {} rows, at most {} epochs of {} steps", data, started.rows(),
                started.epochs(), started.steps());
        begin();
    }

    @Override
    public void began(Beginning beginning) {
        LOG.debug("before the first step: validation {}", beginning.validation());
    }

    private void begin() {
        current = new EpochDone();
        current.begin();
    }

    @Override
    public void epoch(Epoch epoch) {
        if (current.shouldCommit()) {
            current.epoch = epoch.epoch();
            current.rows = run.rows();
            current.loss = epoch.loss();
            current.validationLoss = epoch.validationLoss().orElse(Double.NaN);
            current.best = epoch.best();
            current.commit();
        }
        begin();
        LOG.debug("epoch {} of {}: loss {}, validation {}, {} s", epoch.epoch(), run.epochs(), epoch.loss(),
                epoch.validation(), epoch.seconds());
    }

    @Override
    public void resumed(Resumed before) {
        LOG.info("training goes on from a checkpoint: epoch {}, after {} steps", before.epoch(),
                before.step());
    }

    @Override
    public void saved(Saved saved) {
        LOG.debug("checkpoint in epoch {} after {} steps: {} s", saved.epoch(), saved.step(),
                saved.seconds());
    }

    @Override
    public void notSaved(String reason) {
        LOG.warn("no checkpoint was kept: {}", reason);
    }

    @Override
    public void noticed(String warning) {
        LOG.warn("{}", warning);
    }

    @Override
    public void finished(TrainReport report) {
        LOG.info("training ends: {} after {} epochs, keeps the weights of epoch {}, {} rows in {} s",
                report.outcome(), report.epochs().size(), report.kept(), report.rows(), report.seconds());
    }
}
