package dev.hourglass.spi;

import dev.hourglass.plan.DType;
import dev.hourglass.plan.Op;
import dev.hourglass.plan.Parameter;
import dev.hourglass.plan.Program;
import dev.hourglass.plan.Routine;
import dev.hourglass.plan.Slot;
import java.lang.foreign.MemorySegment;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * A program at work on a backend: its memory, its compiled routines and nothing else. The only class that
 * talks to a backend. Used by one thread; closing it leaves the backend open.
 */
public final class Session implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    private final Program program;
    private final Backend backend;
    private final Memory memory;
    private final Map<Routine, Replay> replays = new EnumMap<>(Routine.class);

    private Session(Program program, Backend backend, Memory memory) {
        this.program = program;
        this.backend = backend;
        this.memory = memory;
    }

    /**
     * Allocates the program's memory and compiles its routines. Parameters are zero until they are written.
     *
     * @throws BackendException when the memory cannot be had or a routine not be compiled; nothing stays
     *                          allocated
     */
    public static Session open(Program program, Backend backend) {
        var event = new SessionOpen();
        event.begin();
        var session = new Session(program, backend, backend.allocate(program.plan()));
        try {
            program.routines().forEach(
                    (routine, ops) -> session.replays.put(routine, backend.compile(ops, session.memory)));
            if (event.shouldCommit()) {
                event.of(program, backend.device());
                event.commit();
            }
            log(program, backend.device());
            return session;
        } catch (RuntimeException e) {
            session.close();
            throw e;
        }
    }

    /** Sessions that train deserve a line; those that only apply a model are opened all the time. */
    private static void log(Program program, DeviceInfo device) {
        boolean trains = program.routines().containsKey(Routine.TRAIN_STEP);
        LOG.atLevel(trains ? Level.INFO : Level.DEBUG)
                .log("session opened on {} ({}): {} bytes in one block, {} without sharing; {}; {} trained values",
                        device.backend(), device.device(), program.plan().bytes(), program.plan().unshared(),
                        words(program), program.trainedValues());
    }

    /** The routines, with the number of their ops. */
    static String words(Program program) {
        return program.routines().entrySet().stream()
                .map(each -> each.getKey() + " of " + each.getValue().size() + " ops")
                .collect(Collectors.joining(", "));
    }

    public Program program() {
        return program;
    }

    public DeviceInfo device() {
        return backend.device();
    }

    /** Writes what every parameter starts from. The same seed gives the same values on every backend. */
    public void initialise(long seed) {
        int index = 0;
        for (Parameter parameter : program.parameters()) {
            write(parameter.slot(), InitialValues.of(parameter, seed, index++));
        }
    }

    /** Runs a routine, or enqueues it: a later read waits for it. */
    public void run(Routine routine) {
        Replay replay = replays.get(routine);
        if (replay == null) {
            program.ops(routine);
        }
        replay.run();
    }

    /**
     * Runs a routine op by op, which is slow, to find out where something goes wrong: after each op the
     * session can be read. What a backend computes in one pass otherwise may round differently.
     *
     * @param goesOn is given each op after it has run; its no ends the routine
     */
    public void trace(Routine routine, Predicate<Op> goesOn) {
        for (Op op : program.ops(routine)) {
            try (Replay replay = backend.compile(List.of(op), memory)) {
                replay.run();
            }
            if (!goesOn.test(op)) {
                return;
            }
        }
    }

    /** Waits until everything enqueued has run. */
    public void await() {
        backend.await();
    }

    /** Writes a slot; values holds slot.bytes() bytes. */
    public void write(Slot slot, MemorySegment values) {
        checkSize(slot, values.byteSize());
        memory.write(slot, values);
    }

    /** Writes an F32 slot. */
    public void write(Slot slot, float... values) {
        checkType(slot, DType.F32);
        write(slot, MemorySegment.ofArray(values));
    }

    /** Writes an I32 slot. */
    public void write(Slot slot, int... values) {
        checkType(slot, DType.I32);
        write(slot, MemorySegment.ofArray(values));
    }

    /** Reads a slot into values, which holds slot.bytes() bytes. */
    public void read(Slot slot, MemorySegment values) {
        checkSize(slot, values.byteSize());
        memory.read(slot, values);
    }

    /** Reads an F32 slot into a new array. */
    public float[] read(Slot slot) {
        checkType(slot, DType.F32);
        var values = new float[slot.elements()];
        read(slot, MemorySegment.ofArray(values));
        return values;
    }

    /** A place for rows where the backend computes, if it has one: see {@link Memory#store}. */
    public Optional<RowStore> store(Slot slot, int rows) {
        checkType(slot, DType.F32);
        return memory.store(slot, rows);
    }

    private static void checkType(Slot slot, DType type) {
        if (slot.dtype() != type) {
            throw new IllegalArgumentException(
                    "slot " + slot + " holds " + slot.dtype() + ", given or asked for " + type);
        }
    }

    private static void checkSize(Slot slot, long bytes) {
        if (bytes != slot.bytes()) {
            throw new IllegalArgumentException(
                    "slot " + slot + " holds " + slot.bytes() + " bytes, given " + bytes);
        }
    }

    @Override
    public void close() {
        replays.values().forEach(Replay::close);
        replays.clear();
        memory.close();
    }
}
