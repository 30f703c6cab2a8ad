package dev.hourglass.cuda;

import dev.hourglass.plan.ConvGeometry;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** How cuDNN does each geometry: asked for once, remembered as long as the device is open. */
final class ConvPlans {
    private final CudaDevice device;
    private final Trials trials;
    private final Map<Key, Optional<ConvPlan>> plans = new HashMap<>();

    private record Key(ConvPlan.Kind kind, ConvGeometry geometry) {
    }

    ConvPlans(CudaDevice device, Trials trials) {
        this.device = device;
        this.trials = trials;
    }

    /** Nothing when cuDNN has no algorithm that fits. */
    Optional<ConvPlan> plan(ConvPlan.Kind kind, ConvGeometry geometry) {
        var key = new Key(kind, geometry);
        Optional<ConvPlan> known = plans.get(key);
        if (known == null) {
            known = ConvPlan.find(device, trials, kind, geometry);
            plans.put(key, known);
        }
        return known;
    }

    void close() {
        plans.values().forEach(plan -> plan.ifPresent(ConvPlan::close));
        plans.clear();
    }
}
