package dev.hourglass.cli.anomaly;

import dev.hourglass.cli.BackendOptions;
import dev.hourglass.cli.DataSource;
import dev.hourglass.cli.RunOptions;
import dev.hourglass.cli.Words;
import dev.hourglass.cli.WrongOption;
import dev.hourglass.cli.table.TableChoice;
import dev.hourglass.cli.table.TableOptions;
import dev.hourglass.models.anomaly.DetectorSettings;
import dev.hourglass.models.anomaly.Holdout;
import dev.hourglass.models.anomaly.ScoreKind;
import dev.hourglass.models.anomaly.Trim;
import dev.hourglass.spi.DeviceInfo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What {@code train anomaly} can be told. */
final class AnomalyOptions {
    @Option(names = "--data", paramLabel = "X", required = true,
            description = "A table (CSV, npy or npz; CSV also in gzip), or images: mnist, fashion-mnist, kmnist, "
                    + "digits, IDX, npy, npz, or a folder of PNG or JPEG.")
    private String data;

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "Folder for the results.")
    private Path out;

    @Option(names = "--normal", paramLabel = "VALUE", split = ",",
            description = "Values of the label that are normal. Default: 0, no, false, normal; where none of them "
                    + "occurs, the most frequent one")
    private List<String> normal = new ArrayList<>();

    @Option(names = "--training", paramLabel = "MODE", defaultValue = "contaminated",
            description = "contaminated: anomalies may be among the training rows, and the tenth of each step that is "
                    + "answered worst is not learnt. clean: there are none, every row is learnt. "
                    + "Default: ${DEFAULT-VALUE}")
    private String training = "contaminated";

    @Option(names = "--trim", paramLabel = "SHARE",
            description = "Another share than a tenth that is not learnt in contaminated training; soft:SHARE lets "
                    + "those rows count less instead.")
    private String trim;

    @Option(names = "--score", paramLabel = "KIND", defaultValue = "combined",
            description = "reconstruction, standardised, mahalanobis, neighbours, or combined. Default: "
                    + "${DEFAULT-VALUE}")
    private String score = "combined";

    @Option(names = "--contamination", paramLabel = "SHARE", defaultValue = "0.05",
            description = "Share of rows that is called anomalous by the threshold. Default: ${DEFAULT-VALUE}")
    private double contamination = 0.05;

    @Option(names = "--calibration", paramLabel = "SHARE", defaultValue = "0.2",
            description = "Share of the training rows that is kept back from fitting, so that p-values keep their "
                    + "promise; 0 for none. Default: ${DEFAULT-VALUE}")
    private double calibration = 0.2;

    @Option(names = "--test", paramLabel = "SHARE", defaultValue = "0.3",
            description = "Share of the rows to judge the detector on, where there are labels. "
                    + "Default: ${DEFAULT-VALUE}")
    private double test = 0.3;

    @Mixin
    private TableOptions table = new TableOptions();

    @Option(names = "--data-dir", paramLabel = "DIR",
            description = "Where known image sets are looked for first.")
    private Path folder;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "1",
            description = "Of everything that is drawn. Default: ${DEFAULT-VALUE}")
    private long seed = 1;

    @Mixin
    private BackendOptions backend = new BackendOptions();

    @Mixin
    private RunOptions run = new RunOptions();

    String data() {
        return data;
    }

    Path out() {
        return out;
    }

    TableChoice table() {
        return table.choice();
    }

    List<String> normal() {
        return normal;
    }

    Optional<Path> folder() {
        return Optional.ofNullable(folder);
    }

    long seed() {
        return seed;
    }

    RunOptions run() {
        return run;
    }

    BackendOptions backend() {
        return backend;
    }

    double test() {
        if (!(test > 0 && test < 1)) {
            throw new WrongOption("--test: expected a share between 0 and 1, found " + test);
        }
        return test;
    }

    Holdout holdout() {
        if (!(calibration >= 0 && calibration < 1)) {
            throw new WrongOption(
                    "--calibration: expected a share from 0 to less than 1, found " + calibration);
        }
        if (!(contamination > 0 && contamination < 1)) {
            throw new WrongOption(
                    "--contamination: expected a share between 0 and 1, found " + contamination);
        }
        return new Holdout(calibration, contamination);
    }

    DetectorSettings settings() {
        DetectorSettings settings = switch (training) {
            case "contaminated" -> DetectorSettings.contaminated(seed);
            case "clean" -> DetectorSettings.clean(seed);
            default -> throw new WrongOption(
                    "--training: expected contaminated or clean, found '" + training + "'");
        };
        try {
            return trimmed(settings).withScore(ScoreKind.parse(score));
        } catch (IllegalArgumentException e) {
            throw new WrongOption("--score: " + e.getMessage(), e);
        }
    }

    private DetectorSettings trimmed(DetectorSettings settings) {
        if (trim == null) {
            return settings;
        }
        if (training.equals("clean")) {
            throw new WrongOption("--trim: clean training learns every row; use --training contaminated");
        }
        boolean soft = trim.startsWith("soft:");
        try {
            double share = Double.parseDouble(soft ? trim.substring(5) : trim);
            return settings.withTrim(soft ? new Trim.Soft(share) : new Trim.Hard(share));
        } catch (IllegalArgumentException e) {
            throw new WrongOption(
                    "--trim: expected a share between 0 and 1 or soft:SHARE, found '" + trim + "'", e);
        }
    }

    /** The command that does this again. */
    String command(DeviceInfo device) {
        return Words.commandLine(Stream.concat(Stream.of("hourglass"), words(device).stream()).toList());
    }

    /** Its words, without the name of the program. */
    List<String> words(DeviceInfo device) {
        var words = new ArrayList<>(List.of("train", "anomaly", "--data", data));
        boolean isTable = DataSource.isTable(data);
        if (isTable) {
            words.addAll(table().words());
        }
        if (!normal.isEmpty()) {
            words.addAll(List.of("--normal", String.join(",", normal)));
        }
        folder().ifPresent(each -> words.addAll(List.of("--data-dir", each.toString())));
        if (trim != null) {
            words.addAll(List.of("--trim", trim));
        }
        words.addAll(List.of("--training", training, "--score", score, "--contamination",
                Double.toString(contamination), "--calibration", Double.toString(calibration)));
        if (isTable) {
            words.addAll(List.of("--test", Double.toString(test)));
        }
        words.addAll(List.of("--seed", Long.toString(seed), "--backend", device.backend() + "!", "--threads",
                Integer.toString(device.threads()), "--out", out.toString()));
        return words;
    }
}
