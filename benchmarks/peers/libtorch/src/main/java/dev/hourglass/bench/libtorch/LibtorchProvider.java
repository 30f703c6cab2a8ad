package dev.hourglass.bench.libtorch;

import dev.hourglass.bench.Contestant;
import dev.hourglass.bench.ContestantProvider;
import dev.hourglass.bench.SharedData;
import dev.hourglass.bench.Work;
import java.util.List;
import org.bytedeco.pytorch.global.torch.MemoryFormat;

/** libtorch, in both of its layouts: the faster one depends on model and machine. */
public final class LibtorchProvider implements ContestantProvider {
    private static final String FIRST = "channels-first";
    private static final String LAST = "channels-last";

    @Override
    public String name() {
        return "libtorch";
    }

    @Override
    public Contestant open(String variant, Work work, SharedData data) {
        return new LibtorchContestant(work, data, switch (variant) {
            case FIRST -> MemoryFormat.Contiguous;
            case LAST -> MemoryFormat.ChannelsLast;
            default -> throw ContestantProvider.unknown(name(), variant, List.of(FIRST, LAST));
        });
    }
}
