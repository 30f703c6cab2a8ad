package dev.hourglass.cli;

import dev.hourglass.models.Autoencoder;
import dev.hourglass.models.AutoencoderProgram;
import dev.hourglass.models.Corruption;
import dev.hourglass.models.Objective;
import dev.hourglass.models.TrainedModel;
import dev.hourglass.plan.Criterion;
import dev.hourglass.plan.Program;
import dev.hourglass.plan.ProgramPrinter;
import dev.hourglass.plan.Routine;
import dev.hourglass.plan.Shape;
import dev.hourglass.spi.Backends;
import dev.hourglass.spi.Options;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows what a model computes, without computing it. */
@Command(customSynopsis = "hourglass plan --model NAME|FILE [OPTIONS]", footer = {"",
    "Each line is one op: its floating point operations in millions (a multiply-add",
    "counts as two), the memory it moves, what it writes, and its settings.", "",
    "  hourglass plan --model tutorial-denoising",
    "  hourglass plan --model denoiser --size 512x512x3 --batch 4",
    "  hourglass plan --model tutorial-compression --latent 2 --routine encode",
    "  hourglass plan --model run/model.safetensors"})
final class PlanCommand implements Callable<Integer> {
    /** The longest entry of a column that is not shortened. */
    private static final int NARROW = 40;

    @Option(names = "--model", paramLabel = "NAME|FILE", required = true,
            description = "compressor, denoiser, tutorial-compression, tutorial-denoising, or a model.safetensors.")
    private String model;

    @Option(names = "--routine", paramLabel = "R", defaultValue = "train", converter = RoutineName.class,
            description = "train (one step), evaluate, encode, decode or reconstruct. Default: ${DEFAULT-VALUE}")
    private Routine routine;

    @Option(names = "--batch", paramLabel = "N", defaultValue = "128",
            description = "Images at once. Default: ${DEFAULT-VALUE}")
    private int batch;

    @Option(names = "--size", paramLabel = "HxWxC",
            description = "Height, width and channels of an image. Default: 28x28x1, or what the file says")
    private String size;

    @Option(names = "--latent", paramLabel = "K", defaultValue = ""
            + ModelChoice.LATENT,
            description = "Numbers in a code of tutorial-compression. Default: ${DEFAULT-VALUE}")
    private int latent;

    @Option(names = "--backend", paramLabel = "NAME", defaultValue = Backends.AUTO,
            description = "Whose memory the largest batch is for. Default: ${DEFAULT-VALUE}")
    private String backend;

    @Option(names = "--wide", description = "Also shows what each op reads, and all of its settings.")
    private boolean wide;

    private final Streams streams;

    PlanCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() {
        if (batch < 1) {
            throw new WrongOption("--batch: expected 1 or more, found " + batch);
        }
        var architecture = architecture();
        var program = program(architecture, batch);
        streams.result(
                "Model " + architecture.name() + ", images " + architecture.row() + ", batch " + batch + ", "
                        + Words.count(program.trainedValues()) + " parameters");
        streams.result("");
        table(program).lines().forEach(streams::result);
        streams.result("");
        memory(program).forEach(streams::result);
        streams.result(largest(architecture));
        return ExitCode.DONE;
    }

    private Autoencoder architecture() {
        Optional<Shape> row = Optional.ofNullable(size).map(PlanCommand::parse);
        if (ModelChoice.names().contains(model)) {
            return new ModelChoice(model, latent, "none", ModelChoice.MSE)
                    .model(row.orElse(Shape.of(28, 28, 1)));
        }
        var architecture = TrainedModel.load(Path.of(model)).architecture();
        return row.map(architecture::forRow).orElse(architecture);
    }

    private static Shape parse(String size) {
        if (!size.matches("[1-9]\\d{0,5}x[1-9]\\d{0,5}(x[1-9]\\d{0,3})?")) {
            throw new WrongOption(
                    "--size: expected height, width and channels, such as 28x28x1, found '" + size + "'");
        }
        String[] parts = size.split("x");
        return Shape.of(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]),
                parts.length == 3 ? Integer.parseInt(parts[2]) : 1);
    }

    /** Training programs are planned with the loss and noise that fit the model; others have neither. */
    private Program program(Autoencoder architecture, int rows) {
        if (!trains()) {
            return AutoencoderProgram.inference(architecture, rows);
        }
        var denoising = Objective.denoising(new Corruption.Gaussian(0.4f));
        var objective = switch (architecture.name()) {
            case ModelChoice.DENOISING, ModelChoice.DENOISER -> denoising;
            case ModelChoice.FINE_DENOISER -> denoising.withCriterion(new Criterion.MeanSquaredError());
            default -> Objective.reconstruction();
        };
        return AutoencoderProgram.training(architecture, objective, rows, 1);
    }

    private boolean trains() {
        return routine == Routine.TRAIN_STEP || routine == Routine.EVALUATE;
    }

    private Table table(Program program) {
        var table = wide
                ? new Table("#", "op", "MFLOP", "MB", "writes", "detail", "reads").right(0, 2, 3)
                : new Table("#", "op", "MFLOP", "MB", "writes", "detail").right(0, 2, 3);
        double flops = 0;
        double bytes = 0;
        for (var row : ProgramPrinter.rows(program, routine)) {
            String detail = row.detail().replace("[]", "");
            var entries = new ArrayList<>(
                    List.of(String.valueOf(row.number()), row.op(), millions(row.flops()),
                            millions(row.bytes()), wide ? row.writes() : shortened(row.writes()),
                            wide ? detail : shortened(detail)));
            if (wide) {
                entries.add(row.reads());
            }
            table.row(entries.toArray(String[]::new));
            flops += row.flops();
            bytes += row.bytes();
        }
        var total = List.of("", "in all", millions(flops), millions(bytes), "", "", "");
        return table.row(total.subList(0, wide ? 7 : 6).toArray(String[]::new));
    }

    private static String shortened(String text) {
        return text.length() <= NARROW ? text : text.substring(0, NARROW - 3) + "...";
    }

    private static String millions(double value) {
        return String.format(Locale.ROOT, "%,.2f", value / 1e6);
    }

    private static List<String> memory(Program program) {
        var plan = program.plan();
        String roles = plan.byRole().entrySet().stream().filter(each -> each.getValue() > 0)
                .sorted(Map.Entry.comparingByKey())
                .map(each -> each.getKey().name().toLowerCase(Locale.ROOT) + " "
                        + Words.bytes(each.getValue()))
                .collect(Collectors.joining(", "));
        return List.of("Memory " + Words.bytes(plan.bytes()) + " for all routines: " + roles,
                "Without sharing memory between ops it would be " + Words.bytes(plan.unshared()));
    }

    private String largest(Autoencoder architecture) {
        boolean asked = !backend.equals(Backends.AUTO) && !backend.endsWith("!");
        try (var choice = Backends.open(asked ? backend + "!" : backend, Options.standard())) {
            var room = trains() ? LargestBatch.Room.training(architecture, choice.backend())
                    : new LargestBatch.Room(choice.backend(), 0);
            return LargestBatch.words(rows -> program(architecture, rows), room);
        }
    }
}
