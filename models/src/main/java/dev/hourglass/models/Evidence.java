package dev.hourglass.models;

import dev.hourglass.data.Dataset;
import dev.hourglass.spi.Backend;
import dev.hourglass.spi.Options.Arithmetic;
import java.util.Optional;

/**
 * What a model's file holds besides the model: how it came to be, and what it answered then. Models from
 * files of format 1, and those put together by hand, have none.
 */
public record Evidence(Optional<Provenance> provenance, Optional<Golden> golden) {

    /** The golden answers are as exact as the backend that gave them. */
    public Evidence {
        golden = golden.map(given -> provenance
                .map(from -> given.recordedIn(Arithmetic.of(from.computer().backend()))).orElse(given));
    }

    public static Evidence none() {
        return new Evidence(Optional.empty(), Optional.empty());
    }

    /**
     * Of a model that was just trained.
     *
     * @param rows    that were learnt from; a few of them become golden inputs
     * @param backend that trained it
     */
    public static Evidence of(TrainedModel model, Dataset rows, Backend backend, long seed) {
        var golden = GoldenModel.record(model, rows, backend);
        // A model that answers with no numbers is refused when it is loaded, with a better message.
        return new Evidence(Optional.of(Provenance.of(rows, backend.device(), seed)),
                Optional.of(golden).filter(Golden::isFinite));
    }
}
