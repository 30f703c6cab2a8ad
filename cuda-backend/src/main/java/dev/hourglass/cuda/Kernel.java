package dev.hourglass.cuda;

import java.util.Locale;

/**
 * The kernels of {@code hourglass.cu}, each with its parameters: p an address, n an address of what may be
 * narrow (see {@link Storage}), i an integer of 32 bits, f a float, s a structure of integers, m the bits
 * that say which of the n are narrow. A test holds them against the PTX.
 */
enum Kernel {
    // @formatter:off
    FILL("nifm"),
    COPY("nnim"),
    ADD("nnim"),
    GATHER("pppiiiip"),
    PAD("snniim"),
    CROP("snniim"),
    CHANNEL_COPY("snniim"),
    ACTIVATE("iffnnim"),
    ACTIVATE_GRADIENT("iffnnniim"),
    ADD_BIAS("npniim"),
    BIAS_ACTIVATE("iffnpnniim"),
    ADD_SCALED("nnfnim"),
    SCALE("nfniim"),
    MULTIPLY("nnniim"),
    CHANNEL_SUMS("innppiiipm"),
    ACTIVATE_GRADIENT_SUMS("iffnnniiipim"),
    TOTAL("piipii"),
    NORM_MEAN("piiip"),
    NORM_VARIANCE("piiiffpppp"),
    NORM_APPLY("nppppniim"),
    NORM_INFER("nppfppniim"),
    NORM_TOTALS("piiipppi"),
    NORM_GRADIENT("nnppppniiim"),
    POOL("sinnim"),
    POOL_GRADIENT("sinnniim"),
    UPSAMPLE("snnim"),
    UPSAMPLE_GRADIENT("snniim"),
    CONVOLVE("snpniim"),
    CONVOLVE_BIAS_ACTIVATE("snpiffpnnim"),
    CONVOLVE_ADJOINT("snpniim"),
    FILTER_GRADIENT("snnpiim"),
    NOISE("iffiiippi"),
    SAMPLE_LOSS("ifnnpim"),
    LOSS_GRADIENT("ifnnpniim"),
    LOSS_WITH_GRADIENT("ifnnppniim"),
    WEIGHTED_SUM("ppipi"),
    SGD("fifpppppi"),
    ADAM("fffffpppppppi"),
    SQUARES("piip"),
    ROOT("pip"),
    CLIP_SCALE("fpp"),
    ADVANCE("p")
    // @formatter:on
    ;

    private final String parameters;

    Kernel(String parameters) {
        this.parameters = parameters;
    }

    String parameters() {
        return parameters;
    }

    /** Name in the source and in the PTX. */
    String symbol() {
        return "hg_" + name().toLowerCase(Locale.ROOT);
    }
}
