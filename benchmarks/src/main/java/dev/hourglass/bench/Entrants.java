package dev.hourglass.bench;

import dev.hourglass.bench.Entrant.Owner;
import dev.hourglass.spi.Availability;
import dev.hourglass.spi.Backends;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds what was asked for, or says how to get it. */
final class Entrants {
    private final Installation installation;
    private final Optional<Path> python;
    private final Path scratch;

    /** @param scratch folder for the Python peers' scripts */
    Entrants(Installation installation, Optional<Path> python, Path scratch) {
        this.installation = installation;
        this.python = python;
        this.scratch = scratch;
    }

    /**
     * Backends by name; none named: all that work here, but for {@code reference}, which is not meant to be
     * fast.
     */
    List<Entrant> ours(List<String> names) {
        var usable = Backends.found().stream()
                .filter(each -> each.availability() instanceof Availability.Ready).map(Backends.Found::name)
                .toList();
        var wanted = names.isEmpty() ? usable.stream().filter(each -> !each.equals("reference")).toList()
                : names;
        for (String name : wanted) {
            if (!usable.contains(name)) {
                throw new BenchException("backend '" + name + "' cannot be used here; " + usable
                        + " can. 'hourglass backends' says why");
            }
        }
        if (wanted.isEmpty()) {
            throw new BenchException(
                    "there is no fast backend on the class path, only 'reference'; name it with "
                            + "--backends reference to measure it all the same");
        }
        return wanted.stream().map(name -> new Entrant(name, "", Owner.OURS,
                java(installation.classPath(), "hourglass/" + name), Map.of())).toList();
    }

    /** Peers by name, each in all of its forms. */
    List<Entrant> peers(List<String> names) {
        var entrants = new ArrayList<Entrant>();
        for (String name : names) {
            Peer peer = Peer.of(name).orElseThrow(() -> new BenchException("there is no peer '" + name
                    + "' to compare with; there are " + String.join(", ", Peer.words())));
            switch (peer.kind()) {
                case JAVA -> {
                    String classPath = installation.classPath(peer);
                    peer.variants().forEach(variant -> entrants.add(new Entrant(name, variant, Owner.PEER,
                            java(classPath, variant.isEmpty() ? name : name + "/" + variant), Map.of())));
                }
                case PYTHON -> {
                    var command = List.of(interpreter(peer), "-u", script(peer).toString());
                    for (String variant : peer.variants()) {
                        var whole = new ArrayList<>(command);
                        whole.add(variant);
                        entrants.add(new Entrant(name, variant, Owner.PEER, whole, Map.of()));
                    }
                }
            }
        }
        return entrants;
    }

    private static List<String> java(String classPath, String contestant) {
        return Stream.of(List.of(Jvm.program()), Jvm.OPTIONS,
                List.of("-cp", classPath, Worker.class.getName(), contestant)).flatMap(List::stream).toList();
    }

    private String interpreter(Peer peer) {
        return python.orElseThrow(() -> new BenchException("--against " + peer.word()
                + " needs --python FILE, a Python that has its packages")).toString();
    }

    private Path script(Peer peer) {
        String name = peer.word() + "_worker.py";
        copy("worker.py");
        return copy(name);
    }

    private Path copy(String name) {
        Path file = scratch.resolve(name);
        try (InputStream in = Entrants.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the file " + name + " is missing in Hourglass itself");
            }
            Files.write(file, in.readAllBytes());
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
