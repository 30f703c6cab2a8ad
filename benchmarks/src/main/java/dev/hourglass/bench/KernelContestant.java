package dev.hourglass.bench;

import dev.hourglass.plan.DType;
import dev.hourglass.plan.Op;
import dev.hourglass.plan.Program;
import dev.hourglass.plan.Role;
import dev.hourglass.plan.Routine;
import dev.hourglass.plan.Slot;
import dev.hourglass.random.PhiloxGenerator;
import dev.hourglass.random.Streams;
import dev.hourglass.spi.Backends;
import dev.hourglass.spi.Options;
import dev.hourglass.spi.Session;
import java.util.OptionalLong;

/** One kernel on one of the project's backends. */
final class KernelContestant implements Contestant {
    private final Backends.Choice choice;
    private final Session session;
    private final Program program;

    KernelContestant(String backend, Kernel kernel, int threads) {
        program = kernel.program();
        choice = Backends.open(backend + "!", Options.standard().withThreads(threads));
        session = Session.open(program, choice.backend());
        var random = new PhiloxGenerator(1, Streams.TESTING.id(), 0);
        for (Slot slot : program.ports().values()) {
            if (slot.dtype() == DType.F32 && slot.role() == Role.INPUT) {
                var values = new float[slot.elements()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = random.nextFloat() - 0.5f;
                }
                session.write(slot, values);
            }
        }
    }

    @Override
    public String name() {
        return session.device().backend();
    }

    @Override
    public double train() {
        throw new UnsupportedOperationException("a kernel alone does not train");
    }

    @Override
    public void infer() {
        session.run(Routine.RECONSTRUCT);
        session.await();
    }

    @Override
    public float[] output() {
        throw new UnsupportedOperationException("kernels are checked by the backends' own tests");
    }

    @Override
    public OptionalLong flops() {
        return OptionalLong.of(program.ops(Routine.RECONSTRUCT).stream().mapToLong(Op::flops).sum());
    }

    @Override
    public void close() {
        session.close();
        choice.close();
    }
}
