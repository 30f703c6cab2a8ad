package dev.hourglass.cuda;

import dev.hourglass.plan.ConvGeometry;
import dev.hourglass.plan.ImageExtent;
import dev.hourglass.spi.Options.Arithmetic;
import jcuda.jcudnn.JCudnn;
import jcuda.jcudnn.cudnnConvolutionDescriptor;
import jcuda.jcudnn.cudnnConvolutionMode;
import jcuda.jcudnn.cudnnDataType;
import jcuda.jcudnn.cudnnFilterDescriptor;
import jcuda.jcudnn.cudnnMathType;
import jcuda.jcudnn.cudnnTensorDescriptor;
import jcuda.jcudnn.cudnnTensorFormat;

/** A geometry in cuDNN's terms: channels last, filters as (small.c, kh, kw, large.c / groups). */
record ConvDescriptors(cudnnTensorDescriptor large, cudnnFilterDescriptor filter, cudnnTensorDescriptor small,
        cudnnConvolutionDescriptor convolution) {

    static ConvDescriptors create() {
        var made = new ConvDescriptors(new cudnnTensorDescriptor(), new cudnnFilterDescriptor(),
                new cudnnTensorDescriptor(), new cudnnConvolutionDescriptor());
        Calls.checkDnn(JCudnn.cudnnCreateTensorDescriptor(made.large), "describing a convolution");
        Calls.checkDnn(JCudnn.cudnnCreateFilterDescriptor(made.filter), "describing a convolution");
        Calls.checkDnn(JCudnn.cudnnCreateTensorDescriptor(made.small), "describing a convolution");
        Calls.checkDnn(JCudnn.cudnnCreateConvolutionDescriptor(made.convolution), "describing a convolution");
        return made;
    }

    /** Whether cuDNN takes the geometry. */
    boolean describe(ConvGeometry g, Arithmetic arithmetic) {
        var w = g.window();
        var shape = g.filterShape();
        int math = switch (arithmetic) {
            case STRICT -> cudnnMathType.CUDNN_FMA_MATH;
            case FAST -> cudnnMathType.CUDNN_DEFAULT_MATH;
            case MIXED -> cudnnMathType.CUDNN_TENSOR_OP_MATH;
        };
        int type = arithmetic == Arithmetic.MIXED ? cudnnDataType.CUDNN_DATA_BFLOAT16
                : cudnnDataType.CUDNN_DATA_FLOAT;
        return set(large, type, g.n(), g.large()) == 0 && set(small, type, g.n(), g.small()) == 0
                && JCudnn.cudnnSetFilter4dDescriptor(filter, type, cudnnTensorFormat.CUDNN_TENSOR_NHWC,
                        shape.extent(0), shape.extent(3),
                        shape.extent(1), shape.extent(2)) == 0
                && JCudnn.cudnnSetConvolution2dDescriptor(convolution, w.pad().h(), w.pad().w(),
                        w.stride().h(), w.stride().w(), w.dilation().h(), w.dilation().w(),
                        cudnnConvolutionMode.CUDNN_CROSS_CORRELATION, cudnnDataType.CUDNN_DATA_FLOAT) == 0
                && JCudnn.cudnnSetConvolutionGroupCount(convolution, g.groups()) == 0
                && JCudnn.cudnnSetConvolutionMathType(convolution, math) == 0;
    }

    private static int set(cudnnTensorDescriptor tensor, int type, int n, ImageExtent image) {
        return JCudnn.cudnnSetTensor4dDescriptor(tensor, cudnnTensorFormat.CUDNN_TENSOR_NHWC, type, n,
                image.c(), image.h(), image.w());
    }

    void destroy() {
        JCudnn.cudnnDestroyTensorDescriptor(large);
        JCudnn.cudnnDestroyFilterDescriptor(filter);
        JCudnn.cudnnDestroyTensorDescriptor(small);
        JCudnn.cudnnDestroyConvolutionDescriptor(convolution);
    }
}
