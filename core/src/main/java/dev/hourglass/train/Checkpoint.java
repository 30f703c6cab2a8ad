package dev.hourglass.train;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Everything that decides how a training goes on: where it stands, and the floats of its session. Whoever
 * goes on from it gets the same bits as if nothing had happened. Not changed once built.
 */
public final class Checkpoint {
    private final TrainPoint point;
    private final Map<String, float[]> values;

    /** @param values by name; not copied */
    public Checkpoint(TrainPoint point, Map<String, float[]> values) {
        this.point = point;
        this.values = new LinkedHashMap<>(values);
    }

    public TrainPoint point() {
        return point;
    }

    /** Names of the arrays, in a fixed order. */
    public Set<String> names() {
        return Collections.unmodifiableSet(values.keySet());
    }

    /** An array; not a copy. */
    public float[] values(String name) {
        float[] found = values.get(name);
        if (found == null) {
            throw new IllegalArgumentException(
                    "the checkpoint has no array " + name + "; there are " + values.keySet());
        }
        return found;
    }
}
