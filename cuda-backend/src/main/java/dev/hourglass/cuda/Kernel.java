package dev.hourglass.cuda;

import java.util.Locale;

/**
 * The kernels of {@code hourglass.cu}, each with its parameters: p an address, i an integer of 32 bits, f a
 * float, s a structure of integers. A test holds them against the PTX.
 */
enum Kernel {
    // @formatter:off
    FILL("pif"),
    COPY("ppi"),
    ADD("ppi"),
    GATHER("pppiiiip"),
    PAD("sppii"),
    CROP("sppii"),
    CHANNEL_COPY("sppii"),
    ACTIVATE("iffppi"),
    ACTIVATE_GRADIENT("iffpppii"),
    ADD_BIAS("pppii"),
    BIAS_ACTIVATE("iffppppii"),
    ADD_SCALED("ppfpi"),
    SCALE("pfpii"),
    MULTIPLY("pppii"),
    CHANNEL_SUMS("ippppiiip"),
    ACTIVATE_GRADIENT_SUMS("iffpppiiipi"),
    TOTAL("piipii"),
    NORM_MEAN("piiip"),
    NORM_VARIANCE("piiiffpppp"),
    NORM_APPLY("ppppppii"),
    NORM_INFER("pppfpppii"),
    NORM_TOTALS("piiipppi"),
    NORM_GRADIENT("pppppppiii"),
    POOL("sippi"),
    POOL_GRADIENT("sipppii"),
    UPSAMPLE("sppi"),
    UPSAMPLE_GRADIENT("sppii"),
    CONVOLVE("spppii"),
    CONVOLVE_BIAS_ACTIVATE("sppiffpppi"),
    CONVOLVE_ADJOINT("spppii"),
    FILTER_GRADIENT("spppii"),
    NOISE("iffiiippi"),
    SAMPLE_LOSS("ifpppi"),
    LOSS_GRADIENT("ifppppii"),
    LOSS_WITH_GRADIENT("ifpppppii"),
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
