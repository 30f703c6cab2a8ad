package dev.hourglass.bench;

import java.util.List;
import java.util.Map;

/**
 * A contestant that can be started.
 *
 * @param system      whose it is: a backend of ours, or a peer as {@code --against} names it
 * @param variant     form of the peer; empty where there is one only
 * @param owner       whether it is one of ours
 * @param command     starts its worker, all but the number of threads, which is the last argument
 * @param environment further variables of its process
 */
record Entrant(String system, String variant, Owner owner, List<String> command,
        Map<String, String> environment) {

    /** Whose a contestant is. */
    enum Owner {
        OURS, PEER
    }

    Entrant {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /** Name in tables and files, such as {@code libtorch/channels-last}. */
    String id() {
        return variant.isEmpty() ? system : system + "/" + variant;
    }
}
