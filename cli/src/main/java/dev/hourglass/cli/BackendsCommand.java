package dev.hourglass.cli;

import dev.hourglass.spi.Availability;
import dev.hourglass.spi.Backends;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Says what can compute here. */
@Command(footer = {"",
    "The first usable one is what '--backend auto' takes. Backends are jars on the",
    "class path: add or remove a folder in target/dist/backends, or name another",
    "place by HOURGLASS_BACKENDS.", "",
    "  hourglass demo --backend reference",
    "  hourglass demo --backend nd4j!          this one or none"})
final class BackendsCommand implements Callable<Integer> {
    private final Streams streams;

    BackendsCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() {
        var table = new Table("", "backend", "rank", "device", "threads", "memory", "library").right(2, 4, 5);
        var found = Backends.found();
        String chosen = found.stream().filter(each -> each.availability() instanceof Availability.Ready)
                .map(Backends.Found::name).findFirst().orElse("");
        for (var each : found) {
            if (each.availability() instanceof Availability.Ready(var device)) {
                table.row(each.name().equals(chosen) ? "*" : "", each.name(), String.valueOf(each.rank()),
                        device.device(), String.valueOf(device.threads()), Words.bytes(device.memory()),
                        device.version());
            }
        }
        table.lines().forEach(streams::result);
        streams.result("");
        streams.result(chosen.isEmpty() ? "No backend can be used."
                : "* '--backend auto' takes " + chosen + ".");
        for (var each : found) {
            if (each.availability() instanceof Availability.Missing(var reason)) {
                streams.result(each.name() + " cannot be used: " + reason);
            }
        }
        return chosen.isEmpty() ? ExitCode.USER : ExitCode.DONE;
    }
}
