package dev.hourglass.cli;

import dev.hourglass.train.TrainListener.Progress;
import dev.hourglass.train.TrainListener.Started;
import java.util.Locale;

/** Speed and time left of a training run. */
final class Pace {
    private final Started run;

    Pace(Started run) {
        this.run = run;
    }

    /** How it goes: loss, speed and the time all remaining epochs will take at this speed. */
    String words(Progress progress) {
        double done = (progress.epoch() - 1.0) * run.rows() + progress.rows();
        double perSecond = done / progress.seconds();
        double left = ((double) run.epochs() * run.rows() - done) / perSecond;
        return "loss " + Words.error(progress.loss())
                + String.format(Locale.ROOT, ", %,.0f %ss/s", perSecond, Words.noun(run.row()))
                + (left > 0 ? ", " + Words.seconds(left) + " left" : "");
    }

    String epoch(int number) {
        return "Epoch " + number + "/" + run.epochs();
    }
}
