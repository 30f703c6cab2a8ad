package dev.hourglass.bench.onnxruntime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.hourglass.bench.Contestant;
import dev.hourglass.bench.SharedData;
import dev.hourglass.bench.TutorialModel;
import dev.hourglass.bench.Work;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Inference in ONNX Runtime with every optimisation, from and to memory that is bound beforehand. */
final class OnnxRuntimeContestant implements Contestant {
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    private final List<Map<String, OnnxTensor>> inputs = new ArrayList<>();
    private final FloatBuffer values;
    private final Map<String, OnnxTensor> output;
    private final int pixels;
    private int steps;

    OnnxRuntimeContestant(Work work, SharedData data) {
        int batch = work.size().batch();
        int side = data.side();
        pixels = side * side;
        try (var options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(work.threads());
            options.setInterOpNumThreads(1);
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
            session = environment.createSession(OnnxModel.of(work.model(), data, batch), options);
            long[] image = {batch, 1, side, side};
            for (int i = 0; i < data.batches(batch); i++) {
                var buffer = direct(batch * pixels);
                buffer.put(data.input(work.model(), i, batch)).flip();
                inputs.add(Map.of(OnnxModel.INPUT, OnnxTensor.createTensor(environment, buffer, image)));
            }
            values = direct(batch * pixels);
            output = Map.of(OnnxModel.OUTPUT, OnnxTensor.createTensor(environment, values,
                    work.model() == TutorialModel.DENOISE ? image : new long[] {batch, pixels}));
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    private static FloatBuffer direct(int floats) {
        return ByteBuffer.allocateDirect(floats * Float.BYTES).order(ByteOrder.nativeOrder()).asFloatBuffer();
    }

    @Override
    public String name() {
        return "ONNX Runtime " + environment.getVersion();
    }

    @Override
    public double train() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void infer() {
        try (var result = session.run(inputs.get(steps++ % inputs.size()), Set.of(), output)) {
            if (result.size() != 1) {
                throw new IllegalStateException("expected 1 result, found " + result.size());
            }
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public float[] output() {
        var first = new float[pixels];
        values.get(0, first);
        return first;
    }

    @Override
    public void close() {
        inputs.forEach(each -> each.values().forEach(OnnxTensor::close));
        output.values().forEach(OnnxTensor::close);
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }
}
