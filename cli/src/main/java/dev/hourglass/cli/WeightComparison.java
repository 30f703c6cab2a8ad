package dev.hourglass.cli;

import dev.hourglass.train.TrainListener;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares the weights of a training, after each of its epochs, with those that the report of an earlier one
 * tells of; says what is the same, and which epoch is the first that is not.
 */
public final class WeightComparison {
    private static final int SHOWN = 12;

    private final WeightLog log;
    private final Streams streams;
    private int done;
    private String firstOther = "";
    private boolean otherModel;

    /** @param log of the earlier training */
    public WeightComparison(WeightLog log, Streams streams) {
        this.log = log;
        this.streams = streams;
    }

    /**
     * Compares the weights in the model's file.
     *
     * @param hashes of each part that was trained apart, one after the other and as long as the others
     */
    public void model(List<String> hashes) {
        var epochs = new ArrayList<String>();
        for (int i = 0; i < hashes.size(); i++) {
            int epoch = (i + 1) * log.kept() / hashes.size();
            epochs.add(String.valueOf(epoch));
            String expected = epoch == 0 ? log.start() : log.hashes().get(epoch - 1);
            if (!hashes.get(i).equals(expected)) {
                otherModel = true;
                streams.result(ResultFiles.MODEL + ": not the weights of " + name(String.valueOf(epoch))
                        + ": "
                        + shown(expected) + " in the report, " + shown(hashes.get(i)) + " in the file");
            }
        }
        if (!otherModel) {
            streams.result(ResultFiles.MODEL + ": the weights of " + name(String.join(", ", epochs)));
        }
    }

    private String name(String epochs) {
        return log.kept() == 0 ? "the start" : "epoch " + epochs;
    }

    /** @param part of the training, in words; empty when it is all of it */
    public TrainListener listener(String part) {
        return new TrainListener() {
            @Override
            public void began(Beginning beginning) {
                say("the start", log.start(), beginning.weights());
            }

            @Override
            public void epoch(Epoch epoch) {
                compare((part.isEmpty() ? "epoch " : part + ", epoch ") + epoch.epoch(), epoch.weights());
            }
        };
    }

    private void compare(String epoch, String now) {
        if (isOver()) {
            return;
        }
        say(epoch, log.hashes().get(done++), now);
    }

    private void say(String when, String before, String now) {
        boolean same = before.equals(now);
        streams.result(Character.toUpperCase(when.charAt(0)) + when.substring(1) + ": "
                + (same ? "the same bits (" + shown(before) + ")"
                        : "other bits: " + shown(before) + " in the report, " + shown(now) + " now"));
        firstOther = same ? "" : when;
    }

    private static String shown(String hash) {
        return hash.substring(0, Math.min(SHOWN, hash.length()));
    }

    /** Whether nothing is left to compare. */
    public boolean isOver() {
        return !firstOther.isEmpty() || done == log.hashes().size();
    }

    /** Says what came of it; returns the exit code. */
    public int conclude(Interrupts interrupts) {
        int epochs = log.hashes().size();
        if (!firstOther.isEmpty()) {
            streams.result("Not the same bits from " + firstOther + (done == 0 ? "" : " of " + epochs) + " on"
                    + (done < epochs ? "; those after it were not trained" : ""));
            return ExitCode.FAILED;
        }
        if (done < epochs) {
            streams.result((interrupts.getAsBoolean() ? "Interrupted" : "Training ended early") + ": "
                    + done + " of " + epochs + " epochs were compared, all with the same bits");
            return interrupts.getAsBoolean() ? ExitCode.INTERRUPTED : ExitCode.FAILED;
        }
        streams.result("The same bits in all of " + Words.count(epochs, "epoch"));
        return otherModel ? ExitCode.FAILED : ExitCode.DONE;
    }
}
