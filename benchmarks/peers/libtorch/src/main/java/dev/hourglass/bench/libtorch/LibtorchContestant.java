package dev.hourglass.bench.libtorch;

import dev.hourglass.bench.Contestant;
import dev.hourglass.bench.SharedData;
import dev.hourglass.bench.TutorialModel;
import dev.hourglass.bench.Work;
import dev.hourglass.bench.Work.Task;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;

/** A model in libtorch, with its own Adam. */
final class LibtorchContestant implements Contestant {
    private static final float LEARNING_RATE = 1e-3f;

    private final Work work;
    private final MemoryFormat format;
    private final PointerScope scope = new PointerScope();
    private final LibtorchModel model;
    private final List<Tensor> inputs = new ArrayList<>();
    private final List<Tensor> targets = new ArrayList<>();
    private final Adam optimizer;
    private Tensor result;
    private int steps;

    LibtorchContestant(Work work, SharedData data, MemoryFormat format) {
        this.work = work;
        this.format = format;
        torch.set_num_threads(work.threads());
        var trained = new TensorVector();
        var parameters = new ArrayList<Tensor>();
        for (int i = 0; i < data.parameters().size(); i++) {
            Tensor parameter = parameter(data, i).set_requires_grad(work.task() == Task.TRAIN);
            parameters.add(parameter);
            trained.push_back(parameter);
        }
        model = new LibtorchModel(work.model(), parameters);
        int batch = work.size().batch();
        for (int i = 0; i < data.batches(batch); i++) {
            inputs.add(images(data.input(work.model(), i, batch), data.side()));
            targets.add(images(data.clean(i, batch), data.side()));
        }
        optimizer = new Adam(trained, new AdamOptions(LEARNING_RATE));
    }

    /** A parameter as libtorch wants it. */
    private Tensor parameter(SharedData data, int i) {
        List<Integer> shape = data.parameters().get(i).shape();
        Tensor copy = tensor(data.values(i), shape.stream().mapToLong(each -> each).toArray());
        if (shape.size() == 4) {
            return copy.permute(0, 3, 1, 2).contiguous(format).clone();
        }
        if (shape.size() != 2) {
            return copy;
        }
        return flattened(data, i) ? columnsFirst(copy, data).t().contiguous() : copy.t().contiguous();
    }

    /** Whether a matrix follows images: its rows are then places in an image. */
    private boolean flattened(SharedData data, int i) {
        return work.model() == TutorialModel.COMPRESS && i >= 2
                && data.parameters().get(i - 2).shape().size() == 4;
    }

    /** Rows (h, w, c) become rows (c, h, w): the order in which libtorch flattens. */
    private static Tensor columnsFirst(Tensor matrix, SharedData data) {
        int side = data.side() / 4;
        long rows = matrix.size(0);
        long columns = matrix.size(1);
        return matrix.reshape(side, side, rows / side / side, columns).permute(2, 0, 1, 3).reshape(rows,
                columns);
    }

    private Tensor images(float[] values, int side) {
        return tensor(values, (long) values.length / side / side, side, side, 1).permute(0, 3, 1, 2)
                .contiguous(format).clone();
    }

    private static Tensor tensor(float[] values, long... extents) {
        try (var pointer = new FloatPointer(values)) {
            return torch.from_blob(pointer, extents).clone();
        }
    }

    @Override
    public String name() {
        return "libtorch " + torch.class.getPackage().getImplementationVersion()
                + (format == MemoryFormat.ChannelsLast ? ", channels-last" : ", channels-first");
    }

    @Override
    public double train() {
        try (var temporary = new PointerScope()) {
            optimizer.zero_grad();
            int batch = steps++ % inputs.size();
            Tensor target = targets.get(batch);
            Tensor logits = model.logits(inputs.get(batch));
            Tensor loss = switch (work.model()) {
                case DENOISE -> torch.binary_cross_entropy_with_logits(logits, target);
                case COMPRESS -> torch.mse_loss(logits.sigmoid(), target.flatten(1, -1));
            };
            loss.backward();
            optimizer.step();
            return loss.item_double();
        }
    }

    @Override
    public void infer() {
        if (result != null) {
            result.close();
        }
        try (var temporary = new PointerScope(); var noGradients = new NoGradGuard()) {
            result = model.logits(inputs.get(steps++ % inputs.size())).sigmoid_();
            scope.attach(result);
            temporary.detach(result);
        }
    }

    @Override
    public float[] output() {
        try (var temporary = new PointerScope()) {
            Tensor first = result.select(0, 0).flatten().contiguous();
            var values = new float[(int) first.numel()];
            first.data_ptr_float().get(values);
            return values;
        }
    }

    @Override
    public void close() {
        scope.close();
    }
}
