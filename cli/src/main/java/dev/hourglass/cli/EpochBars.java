package dev.hourglass.cli;

import me.tongfei.progressbar.ProgressBar;

/** A progress bar for each epoch; the finished ones stay on the screen. */
final class EpochBars implements ProgressDisplay {
    private static final int UPDATE_MILLIS = 200;

    private final Streams streams;
    private final int columns;
    private Started run;
    private Pace pace;
    private ProgressBar bar;

    EpochBars(Streams streams) {
        this.streams = streams;
        this.columns = TerminalWidth.columns();
    }

    @Override
    public void started(Started started) {
        run = started;
        pace = new Pace(started);
        begin(1);
    }

    @Override
    public void resumed(Resumed before) {
        close();
        if (before.epoch() <= run.epochs()) {
            begin(before.epoch());
            bar.stepTo(before.rows());
        }
    }

    private void begin(int epoch) {
        bar = Bars.of(streams, columns, pace.epoch(epoch), run.rows())
                .setUpdateIntervalMillis(UPDATE_MILLIS).hideEta().build();
    }

    @Override
    public void progress(Progress progress) {
        if (bar == null) {
            begin(progress.epoch());
        }
        bar.setExtraMessage(pace.words(progress));
        bar.stepTo(progress.rows());
    }

    @Override
    public void epoch(Epoch epoch) {
        if (bar != null && epoch.validationLoss().isPresent()) {
            bar.setExtraMessage("loss " + Words.error(epoch.loss()) + ", validation "
                    + Words.error(epoch.validationLoss().getAsDouble()));
        }
        close();
    }

    /** The next look begins another bar below it. */
    @Override
    public void noticed(String warning) {
        close();
        streams.say("hourglass: " + warning);
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
