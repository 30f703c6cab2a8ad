package dev.hourglass.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Trains a model: its sub-commands are the tasks. */
@Command(customSynopsis = "hourglass train TASK --data D --out DIR [OPTIONS]",
        commandListHeading = "%nTasks:%n",
        footer = {"", "'hourglass train TASK --help' explains a task and all of its options.", "",
            "  hourglass train compress --data mnist --latent 20 --out compressor",
            "  hourglass train denoise --data mnist --epochs 5 --out denoiser",
            "  hourglass train anomaly --data payments.csv --label fraud --out detector"})
final class TrainCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(),
                "expected a task: " + String.join(", ", spec.subcommands().keySet()));
    }
}
