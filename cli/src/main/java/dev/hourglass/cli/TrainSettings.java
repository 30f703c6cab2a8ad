package dev.hourglass.cli;

import dev.hourglass.models.Objective;
import dev.hourglass.plan.Shape;
import dev.hourglass.spi.DeviceInfo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Everything one training run needs to know. */
public record TrainSettings(Task task, ModelChoice model, DataChoice data, FitChoice fit, Path out) {

    /** The same with the model that fits rows of a shape, where the user left the choice. */
    TrainSettings fitting(Shape row) {
        return new TrainSettings(task, model.fitting(row), data, fit, out);
    }

    public Objective objective() {
        return new Objective(model.criterion(), model.corruption(task), fit.optimizer(), fit.clipping());
    }

    /** Throws what is wrong with the settings, before anything is done. */
    public void check() {
        objective();
        fit.config();
    }

    /** What is noted in the model's file. */
    public Map<String, String> notes(DeviceInfo device) {
        return Map.of("task", task.toString(), "data", data.data(), "noise", model.noise(), "loss",
                model.loss(),
                "epochs", String.valueOf(fit.epochs()), "batch", String.valueOf(fit.batch()), "seed",
                String.valueOf(fit.seed()), "backend", device.backend(), "library", Library.version());
    }

    /**
     * The command that does this again, with nothing left to defaults that change a result.
     *
     * @param further options that settings do not know of
     */
    String command(DeviceInfo device, List<String> further) {
        return Words.commandLine(Stream
                .of(List.of("hourglass"), words(device), further).flatMap(List::stream).toList());
    }

    /** Its words, without the name of the program. */
    List<String> words(DeviceInfo device) {
        var words = new ArrayList<>(List.of("train", task.toString(), "--data", data.data()));
        data.place().folder().ifPresent(each -> words.addAll(List.of("--data-dir", each.toString())));
        data.rows().ifPresent(each -> words.addAll(List.of("--rows", each.toString())));
        data.table().filter(_ -> DataSource.isTable(data.data()))
                .ifPresent(each -> words.addAll(each.words()));
        words.addAll(List.of("--validation", plain(data.validation()), "--model", model.name()));
        if (model.hasLatent()) {
            words.addAll(List.of("--latent", String.valueOf(model.latent())));
        }
        if (task == Task.DENOISE) {
            words.addAll(List.of("--augment", model.augment()));
        }
        words.addAll(List.of("--noise", model.noise(), "--loss", model.loss(), "--epochs",
                String.valueOf(fit.epochs()), "--batch", String.valueOf(fit.batch()), "--learning-rate",
                String.valueOf(fit.step().rate()), "--optimizer", fit.step().optimizer()));
        fit.step().decay().ifPresent(each -> words.addAll(List.of("--weight-decay", each.toString())));
        fit.step().clip().ifPresent(each -> words.addAll(List.of("--clip", each.toString())));
        words.addAll(List.of("--schedule", fit.step().schedule()));
        words.addAll(FitOptions.words(fit.stopping()));
        data.alsoTest().forEach(each -> words.addAll(List.of("--also-test", each)));
        words.addAll(List.of("--seed", String.valueOf(fit.seed()), "--backend", device.backend() + "!",
                "--threads", String.valueOf(device.threads()), "--out", out.toString()));
        return words;
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
    }
}
