package dev.hourglass.train;

import dev.hourglass.data.BatchPosition;
import dev.hourglass.plan.DType;
import dev.hourglass.plan.Op;
import dev.hourglass.plan.Ports;
import dev.hourglass.plan.Routine;
import dev.hourglass.plan.Slot;
import dev.hourglass.spi.Session;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/**
 * Finds where values first stopped being finite: repeats the steps since a snapshot one by one, and the first
 * bad one op by op. Slow, and only done once it is known that something is wrong.
 */
final class FaultSearch {
    private final Session session;
    private final TrainRows rows;
    private final LongConsumer rate;
    private final BooleanSupplier cancelled;

    /** @param rate sets the learning rate for a step, by its number since training began */
    FaultSearch(Session session, TrainRows rows, LongConsumer rate, BooleanSupplier cancelled) {
        this.session = session;
        this.rows = rows;
        this.rate = rate;
        this.cancelled = cancelled;
    }

    /**
     * In words; empty where the steps are all good when they are repeated, as can be where sums are taken in
     * any order, or when somebody does not want to wait. Leaves the session anyhow.
     *
     * @param until steps since training began after which something was wrong
     */
    Optional<String> find(Snapshot good, long until) {
        int perEpoch = rows.perEpoch();
        good.restore();
        rows.seek(new BatchPosition((int) (good.steps() / perEpoch), (int) (good.steps() % perEpoch)));
        Slot totals = session.program().port(Ports.TRAIN_LOSS);
        try (var before = new Snapshot(session)) {
            for (long step = good.steps(); step < until && !cancelled.getAsBoolean(); step++) {
                if (step % perEpoch == 0) {
                    session.write(totals, new float[2]);
                }
                before.take(step);
                rate.accept(step);
                var batch = rows.next();
                rows.write(batch);
                session.run(Routine.TRAIN_STEP);
                if (Snapshot.strange(session, totals).isPresent() || !Snapshot.isFinite(session)) {
                    before.restore();
                    rows.write(batch);
                    return first().map(("in epoch " + (step / perEpoch + 1) + ", step "
                            + (step % perEpoch + 1) + ", ")::concat);
                }
            }
        }
        return Optional.empty();
    }

    /** The first op in the order of the step that writes such a value. */
    private Optional<String> first() {
        var input = session.program().port(Ports.INPUT);
        var given = Snapshot.strange(session, input);
        if (given.isPresent()) {
            return Optional.of("the rows themselves hold " + given.get());
        }
        var found = new String[1];
        int all = session.program().ops(Routine.TRAIN_STEP).size();
        var number = new int[1];
        session.trace(Routine.TRAIN_STEP, op -> {
            number[0]++;
            found[0] = words(op).map(each -> each + " (op " + number[0] + " of " + all + ")").orElse(null);
            return found[0] == null;
        });
        return Optional.ofNullable(found[0]);
    }

    private Optional<String> words(Op op) {
        return op.writes().stream().filter(each -> each.dtype() == DType.F32)
                .flatMap(slot -> Snapshot.strange(session, slot).stream()
                        .map(value -> op.name() + " was the first to write " + value + ", into " + slot))
                .findFirst();
    }
}
