package dev.hourglass.bench;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * What a kernel makes of the machine. Numbers that are not known are 0: in runs from before bytes were
 * counted, and where the machine's memory was not measured.
 *
 * @param gigaflops 10⁹ operations per second
 * @param ofBest    share of the highest rate of arithmetic among all kernels with as many threads
 * @param gigabytes 10⁹ bytes per second, of those that have to be moved at least
 * @param ofMemory  share of the rate of a = b + s · c over as many bytes with as many threads
 * @param bound     the larger of the two shares; null where one is not known
 */
record KernelRate(Kernel kernel, String backend, int threads, double gigaflops, double ofBest,
        double gigabytes, double ofMemory, Bound bound) {

    /** What a kernel is nearer to. */
    enum Bound {
        ARITHMETIC, MEMORY;

        /** The name that tables use. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** One for each of the results, in their order; the memory's own has its rate only. */
    static List<KernelRate> of(List<KernelResult> kernels) {
        return kernels.stream().map(each -> of(each, kernels)).toList();
    }

    private static KernelRate of(KernelResult result, List<KernelResult> all) {
        double ofBest = 0;
        double ofMemory = 0;
        if (result.kernel() != Kernel.STREAM) {
            double best = all.stream().filter(each -> each.threads() == result.threads())
                    .mapToDouble(KernelResult::gigaflops).max().orElse(0);
            ofBest = best == 0 ? 0 : result.gigaflops() / best;
            ofMemory = result.bytes() == 0 ? 0
                    : all.stream()
                            .filter(each -> each.kernel() == Kernel.STREAM
                                    && each.threads() == result.threads())
                            .min(Comparator.comparingLong(each -> Math.abs(each.bytes() - result.bytes())))
                            .map(each -> result.gigabytes() / each.gigabytes()).orElse(0.0);
        }
        Bound bound = ofBest == 0 || ofMemory == 0 ? null
                : ofBest < ofMemory ? Bound.MEMORY : Bound.ARITHMETIC;
        return new KernelRate(result.kernel(), result.backend(), result.threads(),
                Series.rounded(result.gigaflops()), Series.rounded(ofBest),
                Series.rounded(result.gigabytes()), Series.rounded(ofMemory), bound);
    }
}
