package dev.hourglass.cuda;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import jcuda.jcudnn.JCudnn;
import jcuda.jcudnn.cudnnConvolutionBwdDataAlgo;
import jcuda.jcudnn.cudnnConvolutionBwdDataAlgoPerf;
import jcuda.jcudnn.cudnnConvolutionBwdFilterAlgo;
import jcuda.jcudnn.cudnnConvolutionBwdFilterAlgoPerf;
import jcuda.jcudnn.cudnnConvolutionFwdAlgo;
import jcuda.jcudnn.cudnnConvolutionFwdAlgoPerf;
import jcuda.jcudnn.cudnnDeterminism;
import jcuda.jcudnn.cudnnHandle;

/** What cuDNN offers for a convolution. */
final class ConvAlgorithms {

    /**
     * An algorithm that cuDNN says it can run.
     *
     * @param number        cuDNN's name for it
     * @param workspace     bytes it needs
     * @param deterministic whether equal inputs give equal bits
     */
    record Candidate(int number, long workspace, boolean deterministic) {
    }

    private ConvAlgorithms() {
    }

    /** Best first, by cuDNN's own estimate; empty where it knows none. */
    static List<Candidate> ranked(cudnnHandle handle, ConvPlan.Kind kind, ConvDescriptors d) {
        int[] count = new int[1];
        var found = switch (kind) {
            case FORWARD -> {
                JCudnn.cudnnGetConvolutionForwardAlgorithmMaxCount(handle, count);
                var results = filled(new cudnnConvolutionFwdAlgoPerf[count[0]],
                        cudnnConvolutionFwdAlgoPerf::new);
                int status = JCudnn.cudnnGetConvolutionForwardAlgorithm_v7(handle, d.large(), d.filter(),
                        d.convolution(), d.small(), results.length, count, results);
                yield first(status, count[0], results).filter(each -> each.status == 0)
                        .map(each -> candidate(each.algo, each.memory, each.determinism));
            }
            case DATA -> {
                JCudnn.cudnnGetConvolutionBackwardDataAlgorithmMaxCount(handle, count);
                var results = filled(new cudnnConvolutionBwdDataAlgoPerf[count[0]],
                        cudnnConvolutionBwdDataAlgoPerf::new);
                int status = JCudnn.cudnnGetConvolutionBackwardDataAlgorithm_v7(handle, d.filter(), d.small(),
                        d.convolution(), d.large(), results.length, count, results);
                yield first(status, count[0], results).filter(each -> each.status == 0)
                        .map(each -> candidate(each.algo, each.memory, each.determinism));
            }
            case FILTER -> {
                JCudnn.cudnnGetConvolutionBackwardFilterAlgorithmMaxCount(handle, count);
                var results = filled(new cudnnConvolutionBwdFilterAlgoPerf[count[0]],
                        cudnnConvolutionBwdFilterAlgoPerf::new);
                int status = JCudnn.cudnnGetConvolutionBackwardFilterAlgorithm_v7(handle, d.large(),
                        d.small(), d.convolution(), d.filter(), results.length, count, results);
                yield first(status, count[0], results).filter(each -> each.status == 0)
                        .map(each -> candidate(each.algo, each.memory, each.determinism));
            }
        };
        return found.toList();
    }

    /** Whether an algorithm goes by way of a transform (FFT, Winograd), which rounds more than sums do. */
    static boolean transforms(ConvPlan.Kind kind, int algorithm) {
        return switch (kind) {
            case FORWARD -> algorithm >= cudnnConvolutionFwdAlgo.CUDNN_CONVOLUTION_FWD_ALGO_FFT;
            case DATA -> algorithm >= cudnnConvolutionBwdDataAlgo.CUDNN_CONVOLUTION_BWD_DATA_ALGO_FFT;
            case FILTER -> algorithm == cudnnConvolutionBwdFilterAlgo.CUDNN_CONVOLUTION_BWD_FILTER_ALGO_FFT
                    || algorithm > cudnnConvolutionBwdFilterAlgo.CUDNN_CONVOLUTION_BWD_FILTER_ALGO_3;
        };
    }

    private static Candidate candidate(int number, long workspace, int determinism) {
        return new Candidate(number, workspace, determinism == cudnnDeterminism.CUDNN_DETERMINISTIC);
    }

    /** Nothing where cuDNN refused, because then it leaves the count as it was. */
    private static <T> Stream<T> first(int status, int count, T[] results) {
        return status == 0 ? IntStream.range(0, Math.min(count, results.length)).mapToObj(i -> results[i])
                : Stream.empty();
    }

    private static <T> T[] filled(T[] results, Supplier<T> with) {
        Arrays.setAll(results, i -> with.get());
        return results;
    }
}
