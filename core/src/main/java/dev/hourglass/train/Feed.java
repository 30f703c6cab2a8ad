package dev.hourglass.train;

import dev.hourglass.data.Batch;
import dev.hourglass.plan.Ports;
import dev.hourglass.plan.Slot;
import dev.hourglass.spi.Session;

/** Brings batches into a session. */
final class Feed {
    private final Session session;
    private final Slot input;
    private final Slot weights;

    Feed(Session session) {
        this.session = session;
        this.input = session.program().port(Ports.INPUT);
        this.weights = session.program().port(Ports.WEIGHTS);
    }

    int batch() {
        return input.shape().extent(0);
    }

    void write(Batch rows) {
        session.write(input, rows.values());
        session.write(weights, rows.weights());
    }

    /** Sets what random ops outside training draw by, if there are any. */
    void draw(int number) {
        Slot draw = session.program().ports().get(Ports.DRAW);
        if (draw != null) {
            session.write(draw, number);
        }
    }
}
