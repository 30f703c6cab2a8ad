package dev.hourglass.testing;

import dev.hourglass.plan.MemoryPlan;
import dev.hourglass.plan.Op;
import dev.hourglass.reference.Precision;
import dev.hourglass.reference.ReferenceBackend;
import dev.hourglass.spi.Backend;
import dev.hourglass.spi.DeviceInfo;
import dev.hourglass.spi.Memory;
import dev.hourglass.spi.Options;
import dev.hourglass.spi.Replay;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** The reference backend with one mistake built in. */
public final class Mutant implements Backend {

    /** What is done instead of the right thing. */
    interface Mistake<T extends Op> {
        /** Called when the op is compiled. */
        default void compiled(T op, Values values) {
            // Most mistakes begin later.
        }

        /**
         * @param op     what should be done
         * @param values access to the memory
         * @param right  does it
         */
        void run(T op, Values values, Runnable right);
    }

    private final String name;
    private final Class<? extends Op> kind;
    private final UnaryOperator<Op> rewriting;
    private final Mistake<Op> mistake;
    private final ReferenceBackend backend = new ReferenceBackend(Options.standard().withThreads(1),
            Precision.SINGLE);

    private Mutant(String name, Class<? extends Op> kind, UnaryOperator<Op> rewriting, Mistake<Op> mistake) {
        this.name = name;
        this.kind = kind;
        this.rewriting = rewriting;
        this.mistake = mistake;
    }

    /** Does something else around, or instead of, the right thing. */
    static <T extends Op> Mutant running(String name, Class<T> kind, Mistake<? super T> mistake) {
        return new Mutant(name, kind, op -> op, new Mistake<Op>() {
            @Override
            public void compiled(Op op, Values values) {
                mistake.compiled(kind.cast(op), values);
            }

            @Override
            public void run(Op op, Values values, Runnable right) {
                mistake.run(kind.cast(op), values, right);
            }
        });
    }

    /** Does another op. */
    static <T extends Op> Mutant rewriting(String name, Class<T> kind, UnaryOperator<Op> rewriting) {
        return new Mutant(name, kind, rewriting, (op, values, right) -> right.run());
    }

    /** The kind of op it gets wrong. */
    public Class<? extends Op> kind() {
        return kind;
    }

    @Override
    public String toString() {
        return name;
    }

    @Override
    public DeviceInfo device() {
        return backend.device();
    }

    @Override
    public Memory allocate(MemoryPlan plan) {
        return backend.allocate(plan);
    }

    @Override
    public Replay compile(List<Op> ops, Memory memory) {
        var values = new Values(memory);
        var steps = new ArrayList<Runnable>();
        for (Op op : ops) {
            boolean concerned = kind.isInstance(op);
            if (concerned) {
                mistake.compiled(op, values);
            }
            Replay replay = backend.compile(List.of(concerned ? rewriting.apply(op) : op), memory);
            steps.add(concerned ? () -> mistake.run(op, values, replay::run) : replay::run);
        }
        return new Replay() {
            @Override
            public void run() {
                steps.forEach(Runnable::run);
            }

            @Override
            public void close() {
                // The reference's replays hold nothing.
            }
        };
    }

    @Override
    public void await() {
        backend.await();
    }

    @Override
    public void close() {
        backend.close();
    }
}
