package dev.hourglass.cli;

import dev.hourglass.data.Dataset;
import dev.hourglass.models.Autoencoder;
import dev.hourglass.models.AutoencoderProgram;
import dev.hourglass.models.MeanRow;
import dev.hourglass.models.TrainedModel;
import dev.hourglass.models.Training;
import dev.hourglass.spi.Backend;
import dev.hourglass.spi.Session;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Judges a trained model, on the test part and on the other data sets the user named. */
public final class Tester {
    private final TrainSettings settings;
    private final Autoencoder model;
    private final TrainData data;
    private final Map<String, Dataset> further;
    private final Backend backend;

    /** @param further other data sets, by the names the user gave */
    Tester(TrainSettings settings, Autoencoder model, TrainData data, Map<String, Dataset> further,
            Backend backend) {
        this.settings = settings;
        this.model = model;
        this.data = data;
        this.further = further;
        this.backend = backend;
    }

    public TrainSettings settings() {
        return settings;
    }

    public Backend backend() {
        return backend;
    }

    Task task() {
        return settings.task();
    }

    public Autoencoder model() {
        return model;
    }

    public TrainData data() {
        return data;
    }

    public Map<String, Dataset> further() {
        return further;
    }

    /** Tests a model; empty when it was interrupted. */
    Optional<Verdict> verdict(Session session, TrainedModel trained, BooleanSupplier interrupted) {
        try {
            var metrics = Training.evaluate(session, new Interruptible(data.test(), interrupted));
            double meanMse = MeanRow.of(new Interruptible(data.train(), interrupted)).mse(data.test());
            var others = new LinkedHashMap<String, Map<String, Double>>();
            further.forEach((name, rows) -> at(rows, session, trained, fitting -> others.put(name,
                    Training.evaluate(fitting, new Interruptible(rows, interrupted)))));
            return Optional.of(new Verdict(metrics, meanMse, others));
        } catch (CancellationException _) {
            return Optional.empty();
        }
    }

    /**
     * Does something with a session that takes these rows: the given one, or one for images of their size.
     */
    public void at(Dataset rows, Session session, TrainedModel trained, Consumer<Session> action) {
        if (rows.shape().equals(model.row())) {
            action.accept(session);
            return;
        }
        var program = AutoencoderProgram.training(model.forRow(rows.shape()), settings.objective(),
                settings.fit().batch(), settings.fit().seed());
        try (var other = Session.open(program, backend)) {
            trained.writeTo(other);
            action.accept(other);
        }
    }
}
