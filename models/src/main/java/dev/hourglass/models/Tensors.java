package dev.hourglass.models;

import dev.hourglass.plan.Shape;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Named float tensors: the parameters and the state of a model, apart from any backend. Not changed once
 * built.
 */
public final class Tensors {
    private final Map<String, Shape> shapes = new LinkedHashMap<>();
    private final Map<String, float[]> values = new LinkedHashMap<>();

    /** Adds a tensor; the values are copied. */
    public Tensors with(String name, Shape shape, float[] data) {
        if (shape.elements() != data.length) {
            throw new IllegalArgumentException(
                    "tensor " + name + ": shape " + shape + " needs " + shape.elements()
                            + " values, given " + data.length);
        }
        shapes.put(name, shape);
        values.put(name, data.clone());
        return this;
    }

    /** Adds all tensors of another one, with something before each name. */
    Tensors with(String prefix, Tensors others) {
        others.shapes.forEach((name, shape) -> shapes.put(prefix + name, shape));
        others.values.forEach((name, data) -> values.put(prefix + name, data));
        return this;
    }

    /** Names in the order they were added. */
    public Set<String> names() {
        return java.util.Collections.unmodifiableSet(shapes.keySet());
    }

    public boolean contains(String name) {
        return shapes.containsKey(name);
    }

    public Shape shape(String name) {
        return shapes.get(known(name));
    }

    /** A copy of a tensor's values, row-major. */
    public float[] values(String name) {
        return values.get(known(name)).clone();
    }

    private String known(String name) {
        if (!shapes.containsKey(name)) {
            throw new IllegalArgumentException(
                    "no tensor is called " + name + "; there are " + shapes.keySet());
        }
        return name;
    }
}
