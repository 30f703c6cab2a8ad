package dev.hourglass.testing;

import dev.hourglass.plan.MemoryPlan;
import dev.hourglass.plan.Op;
import dev.hourglass.plan.Slot;
import dev.hourglass.spi.Backend;
import dev.hourglass.spi.DeviceInfo;
import dev.hourglass.spi.Memory;
import dev.hourglass.spi.Replay;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Notes what is asked of a backend, in words such as {@code write input} or {@code run Convolve AddBias}. */
public final class RecordingBackend implements Backend {
    private final Backend backend;
    private final List<String> calls = new ArrayList<>();

    /** Passes everything on to another backend. */
    public RecordingBackend(Backend backend) {
        this.backend = backend;
    }

    /** What has been asked so far. */
    public List<String> calls() {
        return List.copyOf(calls);
    }

    @Override
    public DeviceInfo device() {
        return backend.device();
    }

    @Override
    public Memory allocate(MemoryPlan plan) {
        calls.add("allocate " + plan.bytes());
        return new RecordingMemory(backend.allocate(plan));
    }

    @Override
    public Replay compile(List<Op> ops, Memory memory) {
        String names = ops.stream().map(Op::name).collect(Collectors.joining(" "));
        calls.add("compile " + names);
        Replay replay = backend.compile(ops, ((RecordingMemory) memory).memory);
        return new Replay() {
            @Override
            public void run() {
                calls.add("run " + names);
                replay.run();
            }

            @Override
            public void close() {
                calls.add("close " + names);
                replay.close();
            }
        };
    }

    @Override
    public void await() {
        calls.add("await");
        backend.await();
    }

    @Override
    public void close() {
        calls.add("close backend");
        backend.close();
    }

    private final class RecordingMemory implements Memory {
        private final Memory memory;

        RecordingMemory(Memory memory) {
            this.memory = memory;
        }

        @Override
        public void write(Slot slot, MemorySegment values) {
            calls.add("write " + slot.name());
            memory.write(slot, values);
        }

        @Override
        public void read(Slot slot, MemorySegment values) {
            calls.add("read " + slot.name());
            memory.read(slot, values);
        }

        @Override
        public void close() {
            calls.add("close memory");
            memory.close();
        }
    }
}
