package dev.hourglass.plan;

/** An {@link Op} that {@link Adjoint} can run backwards. */
public sealed interface Differentiable
        permits MatrixOp.Gemm, ConvOp.Convolve, ConvOp.ConvolveAdjoint, PoolOp.Pool, PoolOp.Upsample,
        PointwiseOp.AddBias, PointwiseOp.Activate, PointwiseOp.AddScaled, PointwiseOp.Scale,
        PointwiseOp.Multiply,
        NormOp.BatchNorm, MemoryOp.Copy, MemoryOp.Pad, MemoryOp.Crop,
        MemoryOp.ChannelCopy {
}
