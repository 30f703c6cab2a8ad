package dev.hourglass.cuda;

import dev.hourglass.spi.BackendException;
import jcuda.driver.CUresult;
import jcuda.driver.JCudaDriver;
import jcuda.jcublas.cublasStatus;
import jcuda.jcudnn.JCudnn;

/** Turns the codes that NVIDIA's libraries return into exceptions. */
final class Calls {

    private Calls() {
    }

    /** A code of the driver. */
    static void check(int code, String what) {
        if (code != CUresult.CUDA_SUCCESS) {
            throw new BackendException("cuda: " + what + " failed: " + text(code) + advice(code));
        }
    }

    /** A status of cuBLAS. */
    static void checkBlas(int status, String what) {
        if (status != cublasStatus.CUBLAS_STATUS_SUCCESS) {
            throw new BackendException(
                    "cuda: " + what + " failed: cuBLAS says " + cublasStatus.stringFor(status));
        }
    }

    /** A status of cuDNN 9, whose numbers JCuda's own names do not know. */
    static void checkDnn(int status, String what) {
        if (status != 0) {
            String text = dnnText(status);
            throw new BackendException("cuda: " + what + " failed: cuDNN says " + text
                    + (text.contains("SUBLIBRARY")
                            ? "; its parts are missing or of different versions: install cuDNN 9 anew" : ""));
        }
    }

    static String dnnText(int status) {
        return JCudnn.cudnnGetErrorString(status) + " (" + status + ")";
    }

    /** A code of the driver in words. */
    static String text(int code) {
        String[] name = new String[1];
        String[] meaning = new String[1];
        JCudaDriver.cuGetErrorName(code, name);
        JCudaDriver.cuGetErrorString(code, meaning);
        return name[0] == null ? "error " + code : name[0] + " (" + meaning[0] + ")";
    }

    private static String advice(int code) {
        return switch (code) {
            case CUresult.CUDA_ERROR_OUT_OF_MEMORY ->
                "; take a smaller batch, or end what else uses the GPU (nvidia-smi shows it)";
            case CUresult.CUDA_ERROR_DEVICE_UNAVAILABLE ->
                "; another process may have it for itself (nvidia-smi shows it)";
            case CUresult.CUDA_ERROR_ILLEGAL_ADDRESS, CUresult.CUDA_ERROR_LAUNCH_FAILED,
                    CUresult.CUDA_ERROR_ILLEGAL_INSTRUCTION, CUresult.CUDA_ERROR_MISALIGNED_ADDRESS ->
                "; the session is lost, go on from the last checkpoint; with -D" + Execution.PROPERTY
                        + "=checked the failing operation is named";
            default -> "";
        };
    }
}
