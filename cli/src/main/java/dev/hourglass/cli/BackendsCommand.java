package dev.hourglass.cli;

import dev.hourglass.spi.Availability;
import dev.hourglass.spi.Backends;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Says what can compute here. */
@Command(footer = {"",
    "The first usable one is what '--backend auto' takes. Backends are jars on the",
    "class path: add or remove a folder in target/dist/backends, or name another",
    "place by HOURGLASS_BACKENDS.", "",
    "Memory is what a session may take: of a GPU what is free now, the whole stands by",
    "its name. A second GPU is chosen by the name in its line.", "",
    "  hourglass demo --backend reference",
    "  hourglass demo --backend nd4j!          this one or none",
    "  hourglass demo --backend cuda:1         the second GPU"})
final class BackendsCommand implements Callable<Integer> {
    private final Streams streams;

    BackendsCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() {
        var table = new Table("", "backend", "rank", "device", "threads", "memory", "library").right(2, 4, 5);
        var refused = new ArrayList<String>();
        var found = Backends.found();
        String chosen = found.stream().filter(each -> each.availability() instanceof Availability.Ready)
                .map(Backends.Found::name).findFirst().orElse("");
        for (var each : found) {
            if (each.availability() instanceof Availability.Missing(var reason)) {
                refused.add(each.name() + " cannot be used: " + reason);
            }
            devices(each, chosen, table, refused);
        }
        table.lines().forEach(streams::result);
        streams.result("");
        streams.result(chosen.isEmpty() ? "No backend can be used."
                : "* '--backend auto' takes " + chosen + ".");
        refused.forEach(streams::result);
        return chosen.isEmpty() ? ExitCode.USER : ExitCode.DONE;
    }

    /** The devices of a backend; why the first cannot be used is the backend's own reason. */
    private static void devices(Backends.Found backend, String chosen, Table table, List<String> refused) {
        var devices = Backends.devices(backend.name());
        for (int number = 0; number < devices.size(); number++) {
            if (devices.get(number) instanceof Availability.Ready(var device)) {
                table.row(device.backend().equals(chosen) ? "*" : "", device.backend(),
                        String.valueOf(backend.rank()), device.device(), String.valueOf(device.threads()),
                        Words.bytes(device.memory()), device.version());
            } else if (number > 0 && devices.get(number) instanceof Availability.Missing(var reason)) {
                refused.add(backend.name() + ":" + number + " cannot be used: " + reason);
            }
        }
    }
}
