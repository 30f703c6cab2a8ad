package dev.hourglass.cuda;

import dev.hourglass.spi.BackendException;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Path;
import java.util.List;

/**
 * The functions of NVIDIA's libraries that the backend calls. JCuda's natives are bound lazily: calling one
 * that is missing would end the process, so they are looked up first.
 */
final class Symbols {
    // @formatter:off
    static final List<String> DRIVER = List.of(
            "cuCtxSetCurrent", "cuDeviceGet", "cuDeviceGetAttribute",
            "cuDeviceGetCount", "cuDeviceGetName", "cuDevicePrimaryCtxRelease_v2",
            "cuDevicePrimaryCtxRetain", "cuDeviceTotalMem_v2", "cuDriverGetVersion", "cuEventCreate",
            "cuEventDestroy_v2", "cuEventRecord", "cuEventSynchronize",
            "cuFuncGetAttribute", "cuGetErrorName", "cuGetErrorString", "cuGraphDestroy",
            "cuGraphExecDestroy", "cuGraphInstantiateWithFlags", "cuGraphLaunch", "cuGraphUpload",
            "cuInit", "cuLaunchKernel", "cuMemAllocHost_v2", "cuMemAlloc_v2", "cuMemFreeHost",
            "cuMemFree_v2", "cuMemGetInfo_v2", "cuMemcpyDtoDAsync_v2", "cuMemcpyDtoHAsync_v2",
            "cuMemcpyHtoDAsync_v2",
            "cuMemsetD8Async", "cuModuleGetFunction", "cuModuleLoadData", "cuModuleUnload",
            "cuStreamBeginCapture_v2", "cuStreamCreate", "cuStreamDestroy_v2", "cuStreamEndCapture",
            "cuStreamIsCapturing", "cuStreamSynchronize", "cuStreamWaitEvent");
    static final List<String> BLAS = List.of(
            "cublasCreate_v2", "cublasDestroy_v2", "cublasGemmEx", "cublasGetProperty",
            "cublasSetMathMode",
            "cublasSetStream_v2", "cublasSetWorkspace_v2", "cublasSgemm_v2");
    static final List<String> DNN = List.of(
            "cudnnConvolutionBackwardData", "cudnnConvolutionBackwardFilter", "cudnnConvolutionForward",
            "cudnnCreate", "cudnnCreateConvolutionDescriptor", "cudnnCreateFilterDescriptor",
            "cudnnCreateTensorDescriptor", "cudnnDestroy", "cudnnDestroyConvolutionDescriptor",
            "cudnnDestroyFilterDescriptor", "cudnnDestroyTensorDescriptor",
            "cudnnGetConvolutionBackwardDataAlgorithmMaxCount",
            "cudnnGetConvolutionBackwardDataAlgorithm_v7",
            "cudnnGetConvolutionBackwardFilterAlgorithmMaxCount",
            "cudnnGetConvolutionBackwardFilterAlgorithm_v7", "cudnnGetConvolutionForwardAlgorithmMaxCount",
            "cudnnGetConvolutionForwardAlgorithm_v7", "cudnnGetCudartVersion", "cudnnGetErrorString", "cudnnGetVersion",
            "cudnnSetConvolution2dDescriptor", "cudnnSetConvolutionGroupCount",
            "cudnnSetConvolutionMathType", "cudnnSetFilter4dDescriptor", "cudnnSetStream",
            "cudnnSetTensor4dDescriptor");
    // @formatter:on

    private Symbols() {
    }

    /**
     * @throws BackendException when the library lacks one of them
     */
    static void require(Path library, List<String> names) {
        try (Arena arena = Arena.ofConfined()) {
            var symbols = SymbolLookup.libraryLookup(library, arena);
            var missing = names.stream().filter(name -> symbols.find(name).isEmpty()).toList();
            if (!missing.isEmpty()) {
                throw new BackendException(library + " lacks " + missing.size()
                        + " of the functions that are "
                        + "needed (" + missing.getFirst() + "): it is too old or of another kind; install "
                        + "another one, or name its folder in " + LibraryFolders.VARIABLE);
            }
        }
    }
}
