package dev.hourglass.models.anomaly;

import dev.hourglass.models.Tensors;

/** Tensors of a file that is not trusted: each is checked before it is used. */
final class StoredTensors {
    private final Tensors tensors;

    StoredTensors(Tensors tensors) {
        this.tensors = tensors;
    }

    /**
     * @throws IllegalArgumentException when it is missing, has another number of values, or not all are
     *                                  finite
     */
    float[] of(String name, int count) {
        float[] values = of(name);
        if (values.length != count) {
            throw new IllegalArgumentException(
                    "tensor " + name + " must have " + count + " values, found " + values.length);
        }
        return values;
    }

    float[] of(String name) {
        if (!tensors.contains(name)) {
            throw new IllegalArgumentException("tensor " + name + " is missing");
        }
        float[] values = tensors.values(name);
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new IllegalArgumentException(
                        "tensor " + name + ": value " + i + " must be a finite number, found " + values[i]);
            }
        }
        return values;
    }

    boolean contains(String name) {
        return tensors.contains(name);
    }

    Tensors all() {
        return tensors;
    }
}
