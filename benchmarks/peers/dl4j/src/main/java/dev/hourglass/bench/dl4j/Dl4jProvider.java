package dev.hourglass.bench.dl4j;

import dev.hourglass.bench.Contestant;
import dev.hourglass.bench.ContestantProvider;
import dev.hourglass.bench.SharedData;
import dev.hourglass.bench.TutorialModel;
import dev.hourglass.bench.Work;
import java.util.List;
import org.deeplearning4j.nn.conf.CNN2DFormat;

/**
 * Deeplearning4j with channels first. Its transposed convolution with channels last (M2.1) trains on memory
 * that nobody has written.
 */
public final class Dl4jProvider implements ContestantProvider {
    private static final String FIRST = "channels-first";
    private static final String LAST = "channels-last";

    @Override
    public String name() {
        return "dl4j";
    }

    @Override
    public Contestant open(String variant, Work work, SharedData data) {
        return new Dl4jContestant(work, data, switch (variant) {
            case FIRST -> CNN2DFormat.NCHW;
            case LAST -> {
                if (work.model() == TutorialModel.DENOISE) {
                    throw new UnsupportedOperationException(
                            "with channels last, the transposed convolution of "
                                    + "Deeplearning4j M2.1 trains on memory that nobody has written");
                }
                yield CNN2DFormat.NHWC;
            }
            default -> throw ContestantProvider.unknown(name(), variant, List.of(FIRST, LAST));
        });
    }
}
