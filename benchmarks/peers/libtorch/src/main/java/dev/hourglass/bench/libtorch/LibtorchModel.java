package dev.hourglass.bench.libtorch;

import dev.hourglass.bench.TutorialModel;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * The models' layers in libtorch, relus in place.
 *
 * @param parameters each layer's weights, then its bias
 */
record LibtorchModel(TutorialModel model, List<Tensor> parameters) {
    private static final long[] ONE = {1, 1};
    private static final long[] TWO = {2, 2};
    private static final long[] NONE = {0, 0};

    LibtorchModel {
        parameters = List.copyOf(parameters);
    }

    /** What goes into the last sigmoid: (n, 1, h, w) of the denoiser, (n, h · w) of the other. */
    Tensor logits(Tensor images) {
        return switch (model) {
            case DENOISE -> denoised(images);
            case COMPRESS -> compressed(images);
        };
    }

    private Tensor denoised(Tensor images) {
        Tensor h = conv(images, 0, ONE).relu_();
        h = conv(h, 1, TWO).relu_();
        h = conv(h, 2, TWO).relu_();
        h = transposed(h, 3, TWO, ONE).relu_();
        h = transposed(h, 4, ONE, NONE).relu_();
        h = transposed(h, 5, TWO, ONE).relu_();
        return conv(h, 6, ONE);
    }

    private Tensor compressed(Tensor images) {
        Tensor h = torch.max_pool2d(conv(images, 0, ONE).relu_(), 2, 2);
        h = torch.max_pool2d(conv(h, 1, ONE).relu_(), 2, 2);
        Tensor code = dense(h.flatten(1, -1), 2);
        return dense(code, 3);
    }

    private Tensor conv(Tensor in, int layer, long[] stride) {
        return torch.conv2d(in, parameters.get(2 * layer), bias(layer), stride, ONE, ONE, 1);
    }

    private Tensor transposed(Tensor in, int layer, long[] stride, long[] outputPadding) {
        return torch.conv_transpose2d(in, parameters.get(2 * layer), bias(layer), stride, ONE, outputPadding,
                1, ONE);
    }

    private Tensor dense(Tensor in, int layer) {
        return torch.linear(in, parameters.get(2 * layer), bias(layer));
    }

    private TensorOptional bias(int layer) {
        return new TensorOptional(parameters.get(2 * layer + 1));
    }
}
