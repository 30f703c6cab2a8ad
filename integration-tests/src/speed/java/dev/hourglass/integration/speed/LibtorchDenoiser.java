package dev.hourglass.integration.speed;

import dev.hourglass.plan.Shape;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;

/**
 * The denoiser in libtorch, with its own Adam and relus in place. Batches are prepared beforehand and cost a
 * step nothing.
 */
final class LibtorchDenoiser implements Contestant {
    private static final int BATCHES = 10;
    private static final long[] ONE = {1, 1};
    private static final long[] TWO = {2, 2};
    private static final long[] NONE = {0, 0};

    private final Task task;
    private final MemoryFormat format;
    private final PointerScope scope = new PointerScope();
    private final List<Tensor> parameters = new ArrayList<>();
    private final List<Tensor> noisy = new ArrayList<>();
    private final List<Tensor> clean = new ArrayList<>();
    private final Adam optimizer;
    private int steps;
    private double loss = Double.NaN;

    LibtorchDenoiser(Task task, TaskData data, MemoryFormat format) {
        this.task = task;
        this.format = format;
        torch.set_num_threads(task.threads());
        var trained = new TensorVector();
        for (int i = 0; i < TaskData.PARAMETERS; i++) {
            Tensor parameter = tensor(data.parameter(i), data.parameterShape(i)).set_requires_grad(true);
            parameters.add(parameter);
            trained.push_back(parameter);
        }
        var images = Shape.of(task.batch(), Task.SIDE, Task.SIDE, 1);
        for (int step = 0; step < BATCHES; step++) {
            noisy.add(tensor(data.noisy(step), images));
            clean.add(tensor(data.clean(step), images));
        }
        optimizer = new Adam(trained, new AdamOptions(Task.LEARNING_RATE));
    }

    /** A copy as libtorch wants it: channels first in its shape, the chosen format in memory. */
    private Tensor tensor(float[] values, Shape shape) {
        long[] extents = shape.extents().stream().mapToLong(i -> i).toArray();
        try (var pointer = new FloatPointer(values)) {
            Tensor copy = torch.from_blob(pointer, extents).clone();
            return extents.length == 4 ? copy.permute(0, 3, 1, 2).contiguous(format).clone() : copy;
        }
    }

    @Override
    public String name() {
        return "libtorch " + System.getProperty("speed.libtorch")
                + (format == MemoryFormat.ChannelsLast ? " channels-last" : " channels-first");
    }

    @Override
    public void step() {
        try (var temporary = new PointerScope()) {
            optimizer.zero_grad();
            Tensor target = clean.get(steps % BATCHES);
            Tensor input = switch (task.noise()) {
                case GIVEN -> noisy.get(steps % BATCHES);
                case DRAWN -> corrupted(target);
            };
            Tensor value = loss(forward(input), target);
            value.backward();
            optimizer.step();
            loss = value.item_double();
            steps++;
        }
    }

    private static Tensor corrupted(Tensor images) {
        return torch.randn_like(images).mul_(new Scalar(Task.DEVIATION)).add_(images)
                .clamp_(new ScalarOptional(new Scalar(0f)), new ScalarOptional(new Scalar(1f)));
    }

    private Tensor forward(Tensor images) {
        Tensor h = conv(images, 0, ONE).relu_();
        h = conv(h, 1, TWO).relu_();
        h = conv(h, 2, TWO).relu_();
        h = transposed(h, 3, TWO, ONE).relu_();
        h = transposed(h, 4, ONE, NONE).relu_();
        h = transposed(h, 5, TWO, ONE).relu_();
        return conv(h, 6, ONE);
    }

    private Tensor conv(Tensor in, int layer, long[] stride) {
        return torch.conv2d(in, parameters.get(2 * layer), bias(layer), stride, ONE, ONE, 1);
    }

    private Tensor transposed(Tensor in, int layer, long[] stride, long[] outputPadding) {
        return torch.conv_transpose2d(in, parameters.get(2 * layer), bias(layer), stride, ONE, outputPadding,
                1, ONE);
    }

    private TensorOptional bias(int layer) {
        return new TensorOptional(parameters.get(2 * layer + 1));
    }

    private Tensor loss(Tensor logits, Tensor target) {
        return switch (task.criterion()) {
            case BCE -> torch.binary_cross_entropy_with_logits(logits, target);
            case MSE -> torch.mse_loss(logits.sigmoid(), target);
        };
    }

    @Override
    public double loss() {
        return loss;
    }

    @Override
    public void close() {
        scope.close();
    }
}
