package dev.hourglass.nd4j;

import dev.hourglass.plan.MemoryPlan;
import dev.hourglass.plan.Op;
import dev.hourglass.spi.Backend;
import dev.hourglass.spi.BackendException;
import dev.hourglass.spi.DeviceInfo;
import dev.hourglass.spi.HostMemory;
import dev.hourglass.spi.Memory;
import dev.hourglass.spi.Replay;
import java.util.List;

/** The CPU by way of ND4J. */
final class Nd4jBackend implements Backend {
    private final Natives natives;
    private final DeviceInfo device;
    private final Lanes lanes;

    Nd4jBackend(Natives natives, DeviceInfo device) {
        this.natives = natives;
        this.device = device;
        this.lanes = new Lanes(natives, device.threads());
    }

    @Override
    public DeviceInfo device() {
        return device;
    }

    @Override
    public long available() {
        return HostMemory.available();
    }

    @Override
    public Memory allocate(MemoryPlan plan) {
        return new Nd4jMemory(plan);
    }

    @Override
    public Replay compile(List<Op> ops, Memory memory) {
        if (!(memory instanceof Nd4jMemory own)) {
            throw new BackendException("backend nd4j cannot run over memory of another backend ("
                    + memory.getClass().getSimpleName() + "); allocate it with the same backend");
        }
        var binding = new Binding(natives, own, lanes.count());
        try {
            new Compiler(binding).bind(ops);
            return new Nd4jReplay(lanes, binding);
        } catch (RuntimeException e) {
            binding.close();
            throw e;
        }
    }

    @Override
    public void await() {
        // Nothing is enqueued: a replay has run when its call returns, and has thrown its own failure.
    }

    @Override
    public void close() {
        lanes.close();
    }
}
