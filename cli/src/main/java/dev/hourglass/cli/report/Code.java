package dev.hourglass.cli.report;

import dev.hourglass.models.AutoencoderProgram;
import dev.hourglass.plan.Ports;
import dev.hourglass.plan.Shape;

/** The code of a run's model. */
final class Code {
    private Code() {
    }

    /** Its shape for one row. */
    static Shape shape(TrainedRun run) {
        return AutoencoderProgram.inference(run.model().architecture(), 1).port(Ports.CODE).shape().row();
    }

    /** Numbers in it. */
    static int numbers(TrainedRun run) {
        return shape(run).elements();
    }
}
