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

    /**
     * Whole numbers, each an index of a feature.
     *
     * @param count of them
     * @param least 0, or -1 where that stands for none
     * @param width of the rows
     * @throws IllegalArgumentException when it is missing, has another number of values, or holds anything
     *                                  else
     */
    int[] features(String name, int count, int least, int width) {
        float[] values = of(name, count);
        var features = new int[values.length];
        for (int i = 0; i < features.length; i++) {
            features[i] = (int) values[i];
            if (features[i] != values[i] || features[i] < least || features[i] >= width) {
                throw new IllegalArgumentException("tensor " + name + ": expected indices of " + width
                        + " features" + (least < 0 ? " or " + least : "") + ", found " + values[i]);
            }
        }
        return features;
    }

    boolean contains(String name) {
        return tensors.contains(name);
    }

    Tensors all() {
        return tensors;
    }
}
