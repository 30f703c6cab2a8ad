package dev.hourglass.bench.dl4j;

import dev.hourglass.bench.Size;
import dev.hourglass.bench.TutorialModel;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;

/** The models' layers in Deeplearning4j. */
final class Dl4jNetwork {
    private static final int LATENT = 20;
    /** Its smallest and largest probability: float32 next to 0 and 1. */
    private static final double CLIPPED = 1e-7;

    private Dl4jNetwork() {
    }

    /** @param lossScale by which its loss, and so its gradients, are larger than the mean over all values */
    static MultiLayerConfiguration of(TutorialModel model, Size size, CNN2DFormat format, double lossScale) {
        // Adam does not feel the scale of gradients, but for this constant.
        var list = new NeuralNetConfiguration.Builder().updater(new Adam(1e-3, 0.9, 0.999, 1e-8 * lossScale))
                .convolutionMode(ConvolutionMode.Same).list();
        int c = size.channels();
        switch (model) {
            case DENOISE -> list.layer(conv(c, 1, Activation.RELU)).layer(conv(c, 2, Activation.RELU))
                    .layer(conv(c, 2, Activation.RELU)).layer(transposed(c, 2)).layer(transposed(c, 1))
                    .layer(transposed(c, 2)).layer(conv(1, 1, Activation.IDENTITY))
                    .layer(new CnnLossLayer.Builder(new LossBinaryXENT(CLIPPED, null))
                            .activation(Activation.SIGMOID).build());
            case COMPRESS -> list.layer(conv(c, 1, Activation.RELU)).layer(pool())
                    .layer(conv(c, 1, Activation.RELU)).layer(pool())
                    .layer(new DenseLayer.Builder().nOut(LATENT).activation(Activation.IDENTITY).build())
                    .layer(new OutputLayer.Builder(LossFunction.MSE).nOut(size.side() * size.side())
                            .activation(Activation.SIGMOID).build());
        }
        return list.setInputType(InputType.convolutional(size.side(), size.side(), 1, format)).build();
    }

    private static BaseLayer conv(int channels, int stride, Activation activation) {
        return new ConvolutionLayer.Builder(3, 3).stride(stride, stride).nOut(channels).activation(activation)
                .build();
    }

    private static BaseLayer transposed(int channels, int stride) {
        return new Deconvolution2D.Builder(3, 3).stride(stride, stride).nOut(channels)
                .activation(Activation.RELU).build();
    }

    private static SubsamplingLayer pool() {
        return new SubsamplingLayer.Builder(PoolingType.MAX).kernelSize(2, 2).stride(2, 2).build();
    }
}
