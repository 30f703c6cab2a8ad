package dev.hourglass.train;

import dev.hourglass.data.BatchPosition;
import dev.hourglass.plan.DType;
import dev.hourglass.plan.Op;
import dev.hourglass.plan.Ports;
import dev.hourglass.plan.Routine;
import dev.hourglass.spi.Session;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/**
 * Finds where values first stopped being finite: repeats the steps since a snapshot, those of the first bad
 * block one by one, and the first bad one op by op. Slow, and only done once it is known that something is
 * wrong.
 */
final class FaultSearch {
    /**
     * Steps of an epoch that are repeated between two looks: a look costs more than many steps where copies
     * are slow.
     */
    private static final int BLOCK = 20;

    private final Session session;
    private final StepFeed rows;
    private final LongConsumer rate;
    private final BooleanSupplier cancelled;

    /** @param rate sets the learning rate for a step, by its number since training began */
    FaultSearch(Session session, StepFeed rows, LongConsumer rate, BooleanSupplier cancelled) {
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
        good.restore();
        seek(good.steps());
        try (var before = new Snapshot(session)) {
            long step = good.steps();
            while (step < until && !cancelled.getAsBoolean()) {
                before.take(step);
                long epochEnds = (step / rows.perEpoch() + 1) * rows.perEpoch();
                long end = Math.min(Math.min(step + BLOCK, until), epochEnds);
                while (step < end) {
                    run(step++);
                }
                if (isStrange()) {
                    before.restore();
                    seek(before.steps());
                    return inBlock(before, end);
                }
            }
        }
        return Optional.empty();
    }

    private Optional<String> inBlock(Snapshot before, long end) {
        int perEpoch = rows.perEpoch();
        for (long step = before.steps(); step < end && !cancelled.getAsBoolean(); step++) {
            before.take(step);
            run(step);
            if (isStrange()) {
                before.restore();
                rows.write();
                return first().map(("in epoch " + (step / perEpoch + 1) + ", step " + (step % perEpoch + 1)
                        + ", ")::concat);
            }
        }
        return Optional.empty();
    }

    private void seek(long step) {
        rows.seek(new BatchPosition((int) (step / rows.perEpoch()), (int) (step % rows.perEpoch())));
    }

    private void run(long step) {
        if (step % rows.perEpoch() == 0) {
            session.write(session.program().port(Ports.TRAIN_LOSS), new float[2]);
        }
        rate.accept(step);
        rows.next();
        rows.write();
        session.run(Routine.TRAIN_STEP);
    }

    private boolean isStrange() {
        return Snapshot.strange(session, session.program().port(Ports.TRAIN_LOSS)).isPresent()
                || !Snapshot.isFinite(session);
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
