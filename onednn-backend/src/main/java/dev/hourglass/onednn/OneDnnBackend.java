package dev.hourglass.onednn;

import dev.hourglass.plan.MemoryPlan;
import dev.hourglass.plan.Op;
import dev.hourglass.spi.Backend;
import dev.hourglass.spi.BackendException;
import dev.hourglass.spi.DeviceInfo;
import dev.hourglass.spi.HostMemory;
import dev.hourglass.spi.Memory;
import dev.hourglass.spi.Replay;
import java.util.List;

/** The CPU by way of oneDNN. */
final class OneDnnBackend implements Backend {
    private final Natives natives;
    private final DeviceInfo device;
    private final Lanes lanes;

    OneDnnBackend(Natives natives, DeviceInfo device) {
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
        return new OneDnnMemory(plan);
    }

    @Override
    public Replay compile(List<Op> ops, Memory memory) {
        if (!(memory instanceof OneDnnMemory own)) {
            throw new BackendException("backend onednn cannot run over memory of another backend ("
                    + memory.getClass().getSimpleName() + "); allocate it with the same backend");
        }
        var binding = new Binding(natives, own, lanes);
        int threads = natives.beginAlone();
        try {
            new Compiler(binding, ops).bind(own);
            return new OneDnnReplay(lanes, binding);
        } catch (RuntimeException e) {
            binding.close();
            throw e;
        } finally {
            natives.endAlone(threads);
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
