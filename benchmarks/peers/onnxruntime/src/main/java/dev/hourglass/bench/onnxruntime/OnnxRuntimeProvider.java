package dev.hourglass.bench.onnxruntime;

import dev.hourglass.bench.Contestant;
import dev.hourglass.bench.ContestantProvider;
import dev.hourglass.bench.SharedData;
import dev.hourglass.bench.Work;

/** ONNX Runtime, on a model file written for it. It does not train. */
public final class OnnxRuntimeProvider implements ContestantProvider {
    @Override
    public String name() {
        return "onnxruntime";
    }

    @Override
    public Contestant open(String variant, Work work, SharedData data) {
        if (work.task() == Work.Task.TRAIN) {
            throw new UnsupportedOperationException("ONNX Runtime does not train");
        }
        return new OnnxRuntimeContestant(work, data);
    }
}
