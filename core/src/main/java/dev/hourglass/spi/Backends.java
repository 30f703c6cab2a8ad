package dev.hourglass.spi;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Finds the backends on the class path and opens one of them: {@code auto} takes the usable one of the
 * highest rank, a name prefers that backend and says so when another had to be taken, a name with {@code !}
 * takes that one or fails.
 */
public final class Backends {

    private static final Logger LOG = LoggerFactory.getLogger(Backends.class);

    /** The choice of the highest usable rank. */
    public static final String AUTO = "auto";

    /** What is known of one backend on the class path. */
    public record Found(String name, int rank, Availability availability) {
    }

    /** Why a backend was not taken. */
    public record Refusal(String name, String reason) {
        @Override
        public String toString() {
            return name + ": " + reason;
        }
    }

    /**
     * An opened backend and how it came to be chosen.
     *
     * @param requested what the user asked for
     * @param refused   those preferred to it that could not be taken, with the reasons
     */
    public record Choice(String requested, Backend backend, List<Refusal> refused) implements AutoCloseable {
        /** Whether the user named a backend and got another. */
        public boolean isFallback() {
            return !requested.equals(AUTO) && !requested.equals(backend.device().backend());
        }

        @Override
        public void close() {
            backend.close();
        }
    }

    private Backends() {
    }

    /** Every backend on the class path, highest rank first, each with what its probe says. */
    public static List<Found> found() {
        var broken = new ArrayList<Refusal>();
        var found = new ArrayList<Found>();
        for (BackendProvider provider : providers(broken)) {
            found.add(new Found(provider.name(), provider.rank(), provider.probe()));
        }
        broken.forEach(each -> found.add(new Found(each.name(), Integer.MIN_VALUE,
                new Availability.Missing(each.reason()))));
        return found;
    }

    /** The devices of a backend, by number; none where it is unknown. */
    public static List<Availability> devices(String name) {
        return providers(new ArrayList<>()).stream().filter(each -> each.name().equals(name))
                .flatMap(each -> each.devices().stream()).toList();
    }

    /** What a backend looked for on this machine; none where it is unknown or its jars are all it needs. */
    public static List<Finding> findings(String name) {
        return providers(new ArrayList<>()).stream().filter(each -> each.name().equals(name))
                .flatMap(each -> each.findings().stream()).toList();
    }

    /**
     * Opens a backend.
     *
     * @param wanted {@code auto} or a name, perhaps with {@code :1} for its second device, {@code :fast} or
     *               {@code :mixed} for that {@link Options.Arithmetic}, and {@code !} for this one or none
     * @throws BackendException when the name is unknown or not understood, when it is required and cannot be
     *                          had, or when none can be had
     */
    public static Choice open(String wanted, Options options) {
        BackendName chosen = BackendName.parse(wanted);
        boolean required = chosen.isRequired();
        String name = chosen.name();
        String requested = name;
        var refused = new ArrayList<Refusal>();
        var providers = providers(refused);
        if (!name.equals(AUTO)) {
            var named = providers.stream().filter(each -> each.name().equals(name)).findFirst()
                    .orElseThrow(() -> unknown(name, providers, refused));
            requested = chosen.options(options).name(name);
            providers.remove(named);
            if (required) {
                providers.clear();
            }
            providers.addFirst(named);
        }
        for (BackendProvider provider : providers) {
            boolean isNamed = provider.name().equals(name);
            // A probe speaks of the first device.
            if (!(isNamed && chosen.device() > 0)
                    && provider.probe() instanceof Availability.Missing(var reason)) {
                refused.add(new Refusal(provider.name(), reason));
                continue;
            }
            try {
                Backend backend = isNamed ? asChosen(provider, chosen.options(options))
                        : provider.open(options);
                return chosen(new Choice(requested, backend, List.copyOf(refused)));
            } catch (BackendException e) {
                refused.add(new Refusal(provider.name(), e.getMessage()));
            }
        }
        throw new BackendException((required ? "backend '" + name + "' is required and cannot be used: "
                : "no backend can be used: ")
                + String.join("; ", refused.stream().map(Refusal::toString).toList()));
    }

    /** Opens what a user asked for by name; a backend that has no such device or arithmetic is refused. */
    private static Backend asChosen(BackendProvider provider, Options options) {
        Backend backend = provider.open(options);
        String name = options.name(provider.name());
        if (!backend.device().backend().equals(name)) {
            backend.close();
            throw new BackendException("has one device and one arithmetic, there is no " + name + "; "
                    + provider.name() + " is all of it");
        }
        return backend;
    }

    /** A refusal deserves a warning where somebody asked for that backend by name. */
    private static Choice chosen(Choice choice) {
        choice.refused().forEach(each -> LOG.atLevel(choice.isFallback() ? Level.WARN : Level.INFO)
                .log("backend {} is not used: {}", each.name(), each.reason()));
        DeviceInfo device = choice.backend().device();
        LOG.info("backend {} ({}) on {}, {} threads, {} bytes of memory; asked for was {}", device.backend(),
                device.version(), device.device(), device.threads(), device.memory(), choice.requested());
        return choice;
    }

    private static BackendException unknown(String name, List<BackendProvider> providers,
            List<Refusal> broken) {
        var names = providers.stream().map(BackendProvider::name).toList();
        var reasons = broken.isEmpty() ? "" : "; not loadable: " + broken;
        return new BackendException("unknown backend '" + name + "': on the class path are " + names + reasons
                + "; use one of them or 'auto', or add the backend's jar");
    }

    /** Providers by falling rank. One that cannot even be loaded becomes a refusal instead of an error. */
    private static List<BackendProvider> providers(List<Refusal> broken) {
        var providers = new ArrayList<BackendProvider>();
        Iterator<BackendProvider> iterator = ServiceLoader.load(BackendProvider.class).iterator();
        while (true) {
            try {
                if (!iterator.hasNext()) {
                    break;
                }
                providers.add(iterator.next());
            } catch (ServiceConfigurationError e) {
                String cause = e.getCause() == null ? "" : " (" + e.getCause() + ")";
                broken.add(new Refusal("a provider", e.getMessage() + cause));
            }
        }
        providers.sort(Comparator.comparingInt(BackendProvider::rank).reversed());
        return providers;
    }
}
