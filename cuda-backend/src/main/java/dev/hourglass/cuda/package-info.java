/**
 * The backend on NVIDIA GPUs: cuDNN for convolutions, cuBLAS for products of matrices, kernels of its own for
 * everything else, and one CUDA graph per routine. It talks to the driver through JCuda and needs no toolkit.
 */
package dev.hourglass.cuda;
