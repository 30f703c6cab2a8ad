package dev.hourglass.bench;

import dev.hourglass.plan.DType;
import dev.hourglass.plan.Role;
import dev.hourglass.plan.Routine;
import dev.hourglass.plan.Slot;
import dev.hourglass.random.PhiloxGenerator;
import dev.hourglass.random.Streams;
import dev.hourglass.spi.Backends;
import dev.hourglass.spi.Options;
import dev.hourglass.spi.Session;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** One kernel on one of the project's backends, as JMH runs it: JMH sets the fields and extends the class. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class KernelTime {
    @Param
    Kernel kernel;

    @Param("reference")
    String backend;

    /** The backend's; JMH itself calls from one. */
    @Param("1")
    int threads;

    private Backends.Choice choice;
    private Session session;

    /** Opens the backend, and fills what the kernel reads with numbers. */
    @Setup
    public void open() {
        var program = kernel.program();
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

    /** The kernel, from its call until its result can be read. */
    @Benchmark
    public void run() {
        session.run(Routine.RECONSTRUCT);
        session.await();
    }

    /** Gives back what was opened. */
    @TearDown
    public void close() {
        session.close();
        choice.close();
    }
}
