package dev.hourglass.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.hourglass.models.TrainedModel;

/** A model's header: architecture, notes, places of tensors. */
class ModelFuzzTest {
    private static final Headers HEADERS = Headers.over("model.safetensors");

    @FuzzTest
    void load(byte[] header) {
        HEADERS.read(header, TrainedModel::load);
    }
}
