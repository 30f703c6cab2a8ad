package dev.hourglass.models.anomaly;

import dev.hourglass.models.Tensors;
import dev.hourglass.plan.Shape;
import dev.hourglass.spi.Backend;
import java.util.List;
import java.util.Map;

/** What a detector scores rows by. */
sealed interface ScoreModel permits EnsembleModel, ImageModel, PatchModel {

    /**
     * A model and how its training went.
     *
     * @param trimmed training rows that were left out, or hardly counted in the end
     * @param extent  how much of it was done
     */
    record Trained(ScoreModel model, int trimmed, Extent extent) {
    }

    /** Shape of a row. */
    Shape row();

    /** Numbers that are trained. */
    long parameters();

    /** Linear relations between columns that count in the score. */
    default int relations() {
        return 0;
    }

    /** Of the weights of each network or group of networks. */
    List<String> weightHashes();

    RowScorer open(Backend backend, int batch);

    /** Adds what is needed to load it again. */
    void save(Tensors tensors, Map<String, String> metadata);
}
